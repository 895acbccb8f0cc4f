using Catalog.Core.Values;
using FeatureStore.Model;

namespace FeatureStore.Ports;

/// <summary>Tells what the events of a source that is made of another were joined with. Ingestion implements it. Thread-safe.</summary>
public interface IEventJoins
{
    /// <summary>Whether a source is made of another one, with features of views joined to its events.</summary>
    bool AreJoined(string source);

    /// <summary>Reads events of a view's source and tells what each was joined with, also where the source is made of one that was joined itself.</summary>
    /// <param name="view">The view version; rows of it stand for the events.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The joins of each event, from the source that is nearest to the raw events on; empty for an event that is not there.</returns>
    /// <exception cref="Catalog.Core.Errors.CatalogException">The event log cannot be read.</exception>
    Task<IReadOnlyList<IReadOnlyList<EventJoin>>> ReadAsync(FeatureView view, IReadOnlyList<JoinedEvent> rows, CancellationToken cancellationToken);
}

/// <summary>Names an event by the row that it gave.</summary>
/// <param name="EventTime">Event time.</param>
/// <param name="ArrivalTime">When it reached the event log.</param>
/// <param name="Sequence">Its position there.</param>
public readonly record struct JoinedEvent(Instant EventTime, Instant ArrivalTime, long Sequence);

/// <summary>What a source takes out of a view; one object for all events that were joined by it.</summary>
/// <param name="View">Name of the view.</param>
/// <param name="JoinKeys">The view's join keys.</param>
/// <param name="Features">Names of the features.</param>
/// <param name="Columns">The column of the event that each feature became.</param>
public sealed record JoinedView(string View, IReadOnlyList<string> JoinKeys, IReadOnlyList<string> Features, IReadOnlyList<string> Columns);

/// <summary>How one event was joined with one view.</summary>
/// <param name="Joined">With what.</param>
/// <param name="Key">What the event holds for each join key.</param>
/// <param name="Time">The time that it was joined at; null where it has none.</param>
/// <param name="Arrival">When it arrived: rows that arrived later were not known.</param>
/// <param name="Values">What the event holds of each feature.</param>
public sealed record EventJoin(JoinedView Joined, Value[] Key, Instant? Time, Instant Arrival, Value[] Values);
