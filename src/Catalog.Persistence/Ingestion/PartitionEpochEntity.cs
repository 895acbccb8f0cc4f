namespace Catalog.Persistence.Ingestion;

/// <summary>The last owner of a partition of a source.</summary>
internal sealed class PartitionEpochEntity
{
    public required string Source { get; init; }

    public required int Partition { get; init; }

    /// <summary>Counts the owners.</summary>
    public long Epoch { get; set; }

    public required string Owner { get; set; }
}
