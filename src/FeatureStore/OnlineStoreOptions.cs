namespace FeatureStore;

/// <summary>Which online store is used, what lookups do while it is away, and settings of the embedded one, under <c>FeatureStore:OnlineStore</c>.</summary>
public sealed class OnlineStoreOptions
{
    /// <summary>The largest row, with its key, that the store takes: 16 MiB.</summary>
    internal const int MaxRowBytes = 16 << 20;

    /// <summary>The engine. Default: <see cref="OnlineStoreKind.Embedded"/>. Legal: <c>Embedded</c>, <c>Redis</c> and <c>FeastRedis</c>, which have settings of their own.</summary>
    public OnlineStoreKind Kind { get; set; } = OnlineStoreKind.Embedded;

    /// <summary>
    /// What a lookup does while the store cannot be reached. Default <see cref="FeatureStore.WhenAway.Fail"/>. With <see cref="FeatureStore.WhenAway.Stale"/> each process keeps the rows that its lookups read, bounded by
    /// <see cref="MaxStaleBytes"/> and <see cref="MaxStaleAge"/>. The ttl of a view counts at the moment of the lookup all the same.
    /// </summary>
    public WhenAway WhenAway { get; set; } = WhenAway.Fail;

    /// <summary>Memory in bytes for the rows that are kept; those unused longest go first. Default 64 MiB; from 1 MiB to 64 GiB. Not used unless rows are kept.</summary>
    public long MaxStaleBytes { get; set; } = 64 << 20;

    /// <summary>How long ago a row may have been read to be answered with. Default 10 minutes; from 1 second to 30 days. Not used unless rows are kept.</summary>
    public TimeSpan MaxStaleAge { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Size in bytes at which a segment file is sealed and the next one is opened. A start after a crash reads at most one segment that has no hint.
    /// Default 64 MiB; from 64 KiB to 1 GiB.
    /// </summary>
    public long SegmentBytes { get; set; } = 64 << 20;

    /// <summary>Memory in bytes for rows that were read lately; 0 reads every row from the file. Default 32 MiB; up to 64 GiB.</summary>
    public long RowCacheBytes { get; set; } = 32 << 20;
}
