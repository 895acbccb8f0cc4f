namespace FeatureStore;

/// <summary>Where the files of the offline store are kept, under <c>FeatureStore:Offline</c>.</summary>
public sealed class OfflineStoreOptions
{
    /// <summary>The place. Default: <see cref="OfflineStoreKind.Disk"/>. Legal: <c>Disk</c>, <c>S3</c>, which has settings of its own.</summary>
    public OfflineStoreKind Kind { get; set; } = OfflineStoreKind.Disk;
}

/// <summary>The places where offline files can be kept.</summary>
public enum OfflineStoreKind
{
    /// <summary>A folder of this machine, or one that processes share.</summary>
    Disk,

    /// <summary>A bucket of S3 or of a server that speaks like it.</summary>
    S3,
}
