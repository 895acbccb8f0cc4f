namespace FeatureStore;

/// <summary>Where the files of the offline store are kept, under <c>FeatureStore:Offline</c>.</summary>
public sealed class OfflineStoreOptions
{
    /// <summary>The place. Default: <see cref="OfflineStoreKind.Disk"/>. Legal: <c>Disk</c>, <c>S3</c>, which has settings of its own.</summary>
    public OfflineStoreKind Kind { get; set; } = OfflineStoreKind.Disk;

    /// <summary>
    /// For how long a time before now training sets, explanations and the proof can ask. Rows that no such question sees are removed: of each key all but the newest of those that are older, in views with windows older by the
    /// longest window too. A row counts from when it arrived if that is later. Default 0, which keeps all; else from 1 hour to 36,500 days. What is removed does not come back when this is raised.
    /// </summary>
    public TimeSpan Retention { get; set; } = TimeSpan.Zero;
}

/// <summary>The places where offline files can be kept.</summary>
public enum OfflineStoreKind
{
    /// <summary>A folder of this machine, or one that processes share.</summary>
    Disk,

    /// <summary>A bucket of S3 or of a server that speaks like it.</summary>
    S3,
}
