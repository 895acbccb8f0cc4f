namespace Catalog.Persistence.FeatureStore;

/// <summary>A key with events in one store only.</summary>
internal sealed class OneSidedKeyEntity
{
    public required string View { get; init; }

    public required int Version { get; init; }

    /// <summary>The bytes of the key in base64, which sorts and compares in the same way everywhere.</summary>
    public required string Key { get; init; }

    /// <summary>The first of its events.</summary>
    public required long Sequence { get; set; }
}
