namespace FeatureStore.Statistics;

/// <summary>When and how statistics are computed, section <c>FeatureStore:Statistics</c>.</summary>
public sealed class StatisticsOptions
{
    /// <summary>
    /// The least time between two computations of a view whose data goes on changing. A view that takes long is computed more rarely: at most a twentieth of the time is
    /// spent on it. Default 10 seconds; from 1 second to 1 day.
    /// </summary>
    public TimeSpan MinInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The most time between two computations of a view, also when nothing was written: keys leave their max age by themselves. Must not be below <see cref="MinInterval"/>.
    /// Default 1 hour; up to 1 day.
    /// </summary>
    public TimeSpan MaxInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Numbers of one feature that are kept for exact quantiles and histograms, 8 bytes each; beyond that they come from a random sample of this size, which says so.
    /// Default 65,536; from 1,000 to 10,000,000.
    /// </summary>
    public int ExactValues { get; set; } = 65_536;

    /// <summary>How long the statistics of each day are kept. Default 400 days; from 1 to 3,650 days.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(400);
}
