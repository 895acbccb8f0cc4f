namespace FeatureStore.Statistics;

/// <summary>How numbers are distributed. Whole numbers beyond 2^53 are rounded to doubles. Without a finite number everything is zero and empty.</summary>
public sealed record NumberStatistics
{
    /// <summary>Finite numbers; all that follows is about these.</summary>
    public required long Count { get; init; }

    /// <summary>Values that are no number (NaN).</summary>
    public required long NotANumber { get; init; }

    /// <summary>Values that are infinite.</summary>
    public required long Infinite { get; init; }

    /// <summary>Numbers that are 0.</summary>
    public required long Zeros { get; init; }

    /// <summary>Numbers below 0.</summary>
    public required long Negatives { get; init; }

    /// <summary>The smallest.</summary>
    public required double Min { get; init; }

    /// <summary>The largest.</summary>
    public required double Max { get; init; }

    /// <summary>The mean.</summary>
    public required double Mean { get; init; }

    /// <summary>The standard deviation of the whole population.</summary>
    public required double StandardDeviation { get; init; }

    /// <summary>Selected quantiles.</summary>
    public required Quantiles Quantiles { get; init; }

    /// <summary>The shape.</summary>
    public required Histogram Histogram { get; init; }

    /// <summary>
    /// 0 when quantiles and histogram are exact. Otherwise they come from a random sample, and with a probability of 99.9 % no quantile is off by more than this part of
    /// all numbers: with 0.0076, p50 lies between the true p49.24 and p50.76.
    /// </summary>
    public required double RankError { get; init; }
}

/// <summary>Numbers of which a given part of all numbers is not greater; each is one of the numbers.</summary>
/// <param name="P1">1 %.</param>
/// <param name="P5">5 %.</param>
/// <param name="P25">25 %.</param>
/// <param name="P50">Half.</param>
/// <param name="P75">75 %.</param>
/// <param name="P95">95 %.</param>
/// <param name="P99">99 %.</param>
public readonly record struct Quantiles(double P1, double P5, double P25, double P50, double P75, double P95, double P99);
