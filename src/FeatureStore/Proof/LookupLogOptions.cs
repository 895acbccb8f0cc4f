namespace FeatureStore.Proof;

/// <summary>Which lookups are logged and for how long, section <c>FeatureStore:LookupLog</c>.</summary>
public sealed class LookupLogOptions
{
    /// <summary>
    /// The part of the requests whose answers are logged, picked at random. Default 0.01; from 0 (none) to 1 (all). A logged answer costs about a microsecond of the request and some hundred
    /// bytes of disk.
    /// </summary>
    public double SampleRate { get; set; } = 0.01;

    /// <summary>The most bytes kept; the oldest go first. Default 256 MiB; from 1 MiB to 1 TiB.</summary>
    public long MaxBytes { get; set; } = 256L << 20;

    /// <summary>How long lookups are kept. Default 30 days; from 1 hour to 3,650 days.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// Answers, keys times views, that may wait for the disk; more are not logged, and counted as dropped. A request is never held up. Default 200,000; from 1,000 to 10,000,000.
    /// </summary>
    public int MaxWaiting { get; set; } = 200_000;

    /// <summary>The most bytes of memory that they may take, as far as that is known. Default 256 MiB; from 1 MiB to 64 GiB.</summary>
    public long MaxWaitingBytes { get; set; } = 256L << 20;
}
