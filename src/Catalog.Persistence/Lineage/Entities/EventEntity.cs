using Catalog.Core.Values;
using Lineage.Model;

namespace Catalog.Persistence.Lineage.Entities;

/// <summary>An event as it was received. Rows are only added; pruning takes the body and leaves the hash.</summary>
internal sealed class EventEntity
{
    /// <summary>Order of arrival.</summary>
    public long Sequence { get; set; }

    public required byte[] Hash { get; init; }

    public required EventKind Kind { get; init; }

    public required string EventType { get; init; }

    public required Instant EventTime { get; init; }

    public required Instant ReceivedAt { get; init; }

    public Guid? RunId { get; init; }

    public string? Body { get; init; }
}
