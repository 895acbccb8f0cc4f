namespace Catalog.Persistence.Lineage.Entities;

internal sealed class SymlinkEntity
{
    public long Id { get; set; }

    public required Guid DatasetId { get; init; }

    public required Guid TargetId { get; init; }

    public required bool IsTable { get; init; }
}
