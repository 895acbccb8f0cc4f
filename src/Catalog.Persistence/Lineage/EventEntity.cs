using Catalog.Core.Values;

namespace Catalog.Persistence.Lineage;

/// <summary>An event as it was received. Rows are only added, and pruned by time.</summary>
internal sealed class EventEntity
{
    /// <summary>Order of arrival.</summary>
    public long Sequence { get; set; }

    /// <summary>SHA-256 of the canonical JSON: the event's identity.</summary>
    public required byte[] Hash { get; init; }

    public required Instant EventTime { get; init; }

    public required Instant ReceivedAt { get; init; }

    public Guid? RunId { get; init; }

    public required string Body { get; init; }
}
