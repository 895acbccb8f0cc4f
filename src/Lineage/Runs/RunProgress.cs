using Catalog.Core.Values;

namespace Lineage.Runs;

/// <summary>How far a run is.</summary>
/// <param name="Done">Work done.</param>
/// <param name="Total">All of the work; null when unknown.</param>
/// <param name="Unit">Unit of both, for example <c>rows</c>.</param>
/// <param name="RatePerSecond">Work a second over the last ten seconds; 0 when unknown.</param>
/// <param name="UpdatedAt">When it was so.</param>
public sealed record RunProgress(long Done, long? Total, string Unit, double RatePerSecond, Instant UpdatedAt)
{
    /// <summary>Part done, 0 to 1; null when the total is unknown or 0.</summary>
    public double? Fraction => Total is > 0 ? Math.Min(1, (double)Done / Total.Value) : null;

    /// <summary>Time to the end at the present rate; null when it cannot be told.</summary>
    public TimeSpan? Remaining
        => Total is { } total && RatePerSecond > 0 ? TimeSpan.FromSeconds(Math.Min(Math.Max(0, total - Done) / RatePerSecond, 1e9)) : null;
}
