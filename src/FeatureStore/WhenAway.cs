namespace FeatureStore;

/// <summary>What a lookup does while the online store cannot be reached.</summary>
public enum WhenAway
{
    /// <summary>It fails with <see cref="FeatureStoreErrorCode.OnlineStoreUnavailable"/>.</summary>
    Fail,

    /// <summary>It answers with rows that this process read before, and says so; where one is missing it fails.</summary>
    Stale,
}
