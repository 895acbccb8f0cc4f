namespace FeatureStore.Statistics;

/// <summary>Quantiles by the nearest rank: always one of the numbers, never something in between.</summary>
internal static class QuantileRank
{
    /// <summary>The smallest number that at least this part of all numbers does not exceed.</summary>
    internal static double Of(ReadOnlySpan<double> sorted, double part)
        => sorted[Math.Clamp((int)Math.Ceiling(part * sorted.Length) - 1, 0, sorted.Length - 1)];
}
