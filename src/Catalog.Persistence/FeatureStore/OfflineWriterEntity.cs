namespace Catalog.Persistence.FeatureStore;

/// <summary>Who may record files of one partition of a view version.</summary>
internal sealed class OfflineWriterEntity
{
    public required string View { get; init; }

    public required int Version { get; init; }

    public required int Partition { get; init; }

    /// <summary>Counts the owners; only the latest may record.</summary>
    public long Epoch { get; set; }
}
