namespace Catalog.Persistence.FeatureStore;

/// <summary>The one salt of all tombstones.</summary>
internal sealed class ErasureSaltEntity
{
    internal const int Only = 1;

    public required int Id { get; init; }

    /// <summary>In base64.</summary>
    public required string Salt { get; init; }
}
