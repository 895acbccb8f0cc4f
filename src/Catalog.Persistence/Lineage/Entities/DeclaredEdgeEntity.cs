using Lineage.Model;

namespace Catalog.Persistence.Lineage.Entities;

internal sealed class DeclaredEdgeEntity
{
    public long Id { get; set; }

    public required Guid OwnerId { get; init; }

    public required NodeKind FromKind { get; init; }

    public required Guid FromId { get; init; }

    public required NodeKind ToKind { get; init; }

    public required Guid ToId { get; init; }
}
