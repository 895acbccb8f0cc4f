namespace Catalog.Persistence.Lineage.Entities;

internal sealed class ColumnEdgeEntity
{
    public long Id { get; set; }

    public required Guid SetId { get; init; }

    /// <summary>The job that states the edge; null when a dataset event does.</summary>
    public Guid? JobId { get; init; }

    public required Guid DatasetId { get; init; }

    /// <summary>The influenced column; empty for whole rows.</summary>
    public required string Column { get; init; }

    public required Guid InputId { get; init; }

    public required string InputColumn { get; init; }

    public required bool Indirect { get; init; }

    public required string Subtype { get; init; }

    public required bool Masked { get; init; }

    public required string Description { get; init; }
}
