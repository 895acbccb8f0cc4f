namespace Catalog.Persistence.FeatureStore;

/// <summary>One version of a feature view that has or had offline files.</summary>
internal sealed class OfflineViewEntity
{
    public required string View { get; init; }

    public required int Version { get; init; }

    /// <summary>Counts the changes of the file set.</summary>
    public long Number { get; set; }

    public ICollection<OfflineFileEntity> Files { get; } = [];
}
