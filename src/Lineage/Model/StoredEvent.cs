using Catalog.Core.Values;

namespace Lineage.Model;

/// <summary>An event as it is kept.</summary>
/// <param name="Sequence">Order of arrival.</param>
/// <param name="Kind">Kind.</param>
/// <param name="EventType">Transition, <c>OTHER</c> for job and dataset events.</param>
/// <param name="EventTime">When it happened.</param>
/// <param name="ReceivedAt">When it arrived.</param>
/// <param name="Body">The event as received; null when it has been pruned.</param>
public sealed record StoredEvent(
    long Sequence, EventKind Kind, string EventType, Instant EventTime, Instant ReceivedAt, string? Body);
