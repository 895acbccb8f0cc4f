using Catalog.Core.Values;

namespace Catalog.Persistence.Lineage.Entities;

/// <summary>Which event's column lineage of a job and dataset holds; the edges stand in <see cref="ColumnEdgeEntity"/>.</summary>
internal sealed class ColumnSetEntity : IStamped
{
    public Guid Id { get; set; }

    public Instant StampTime { get; set; }

    public long StampTie { get; set; }
}
