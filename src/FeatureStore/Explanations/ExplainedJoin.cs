using Catalog.Core.Values;

namespace FeatureStore.Explanations;

/// <summary>What an event of an enriched source was joined with.</summary>
public sealed record ExplainedJoin
{
    /// <summary>Name of the view.</summary>
    public required string View { get; init; }

    /// <summary>The newest version of the view that gives what the event holds; null where none does, or none was asked.</summary>
    public required int? Version { get; init; }

    /// <summary>The view's join keys with what the event holds for them.</summary>
    public required IReadOnlyList<ExplainedKey> Key { get; init; }

    /// <summary>The columns that came from the view, with what the event holds.</summary>
    public required IReadOnlyList<ExplainedKey> Columns { get; init; }

    /// <summary>What became of the join.</summary>
    public required JoinOutcome Outcome { get; init; }

    /// <summary>The row that the values come from, or the one that the outcome speaks of; null where there is none.</summary>
    public JoinedRow? Row { get; init; }
}

/// <summary>A row of a view that an event was joined with.</summary>
/// <param name="EventTime">Its event time.</param>
/// <param name="ArrivalTime">When it reached the event log.</param>
/// <param name="Sequence">Its position there.</param>
public sealed record JoinedRow(Instant EventTime, Instant ArrivalTime, long Sequence);

/// <summary>What became of a join.</summary>
public enum JoinOutcome
{
    /// <summary>The values come from the row.</summary>
    Joined,

    /// <summary>The event has no event time, or null for a join key.</summary>
    NoKey,

    /// <summary>The view has no row of the key that the event sees.</summary>
    NoRow,

    /// <summary>The newest row was older than the ttl of the view allows.</summary>
    TooOld,

    /// <summary>The row is there today, and had not arrived when the event did.</summary>
    NotArrived,

    /// <summary>No version of the view that is kept gives what the event holds: the definition was changed, or removed, since.</summary>
    NotKept,
}
