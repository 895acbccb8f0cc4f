namespace FeatureStore;

/// <summary>The engines that can hold the online store.</summary>
public enum OnlineStoreKind
{
    /// <summary>Files of this process.</summary>
    Embedded,

    /// <summary>A Redis server or cluster, shared by all processes.</summary>
    Redis,

    /// <summary>As <see cref="Redis"/>, in hashes that Feast's clients read and write.</summary>
    FeastRedis,
}
