namespace FeatureStore.Ports;

/// <summary>The refused events of sources, which keep the bytes that came. Thread-safe.</summary>
public interface IRefusedEvents
{
    /// <summary>Where the refused events of a source lie: with the source itself or, of one that is made from others, with the first of these.</summary>
    string SourceOf(string source);

    /// <summary>Looks for the refused events of an entity in whatever state they are, also in those that were replayed or dismissed.</summary>
    /// <param name="source">A source from <see cref="SourceOf"/>.</param>
    /// <param name="keys">The keys of the entity; an event has one when all its columns have these values.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    Task<RefusedMatches> FindAsync(string source, IReadOnlyList<IReadOnlyList<KeyPart>> keys, CancellationToken cancellationToken);

    /// <summary>Removes events with everything that is noted of them, for good. Unknown numbers are passed over.</summary>
    Task RemoveAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken);
}

/// <summary>What was found among the refused events of a source.</summary>
/// <param name="Ids">Numbers of the events that have one of the keys, in ascending order.</param>
/// <param name="Unreadable">How many events cannot be taken apart, so that it is not known whose they are.</param>
public sealed record RefusedMatches(IReadOnlyList<long> Ids, long Unreadable);
