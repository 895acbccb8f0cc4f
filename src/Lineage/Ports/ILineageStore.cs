using Catalog.Core.Values;
using Lineage.Model;

namespace Lineage.Ports;

/// <summary>
/// Keeps events and what follows from them. What is kept depends on the set of events alone, neither on their order nor on how often
/// each was appended. Thread-safe; several processes may share one store if its engine allows it.
/// </summary>
public interface ILineageStore
{
    /// <summary>
    /// Appends events in one transaction. An event whose hash is known changes nothing; the records of the others
    /// (<see cref="Ingest.LineageChanges"/>) are merged into those kept.
    /// </summary>
    /// <param name="events">The events, in any order; the list may repeat one.</param>
    /// <param name="receivedAt">When they arrived.</param>
    /// <param name="cancellationToken">Cancels the writing; nothing is appended then.</param>
    /// <returns>For each event whether it was new.</returns>
    /// <exception cref="Catalog.Core.Errors.CatalogException">The store failed; nothing was appended.</exception>
    Task<IReadOnlyList<bool>> AppendAsync(IReadOnlyList<LineageEvent> events, Instant receivedAt, CancellationToken cancellationToken);

    /// <summary>Events in the order of their arrival.</summary>
    Task<EventPage> ListEventsAsync(EventFilter filter, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes the bodies of events older than <paramref name="before"/> (event time). What followed from them stays, and so does their
    /// identity: the same event sent again still changes nothing.
    /// </summary>
    /// <returns>Number of events whose bodies were deleted.</returns>
    Task<long> PruneEventsAsync(Instant before, CancellationToken cancellationToken);
}
