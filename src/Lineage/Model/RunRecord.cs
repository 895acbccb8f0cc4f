using Catalog.Core.Values;

namespace Lineage.Model;

/// <summary>What is known of a run.</summary>
public sealed record RunRecord : IMergeable<RunRecord>
{
    /// <summary>Identity.</summary>
    public required RunKey Id { get; init; }

    /// <summary>The greatest state that any event named.</summary>
    public required RunState State { get; init; }

    /// <summary>Earliest time of a START event; null when none has come.</summary>
    public Instant? StartedAt { get; init; }

    /// <summary>Earliest time of an event that named <see cref="State"/>, when that state is terminal; otherwise null.</summary>
    public Instant? EndedAt { get; init; }

    /// <summary>When events named the run.</summary>
    public required SeenSpan Seen { get; init; }

    /// <summary>Latest event that named inputs or outputs; null when none did.</summary>
    public Instant? LastDatasetsAt { get; init; }

    /// <summary>Facets of the run.</summary>
    public required FacetMap Facets { get; init; }

    /// <inheritdoc />
    public Guid Key => Id.Key;

    /// <summary>The time that lists are ordered by: the start, or the first event of a run whose start is unknown.</summary>
    public Instant SortTime => StartedAt ?? Seen.First;

    /// <inheritdoc />
    public RunRecord Merge(RunRecord other) => new()
    {
        Id = Id,
        State = State > other.State ? State : other.State,
        StartedAt = Earliest(StartedAt, other.StartedAt),
        EndedAt = State == other.State ? Earliest(EndedAt, other.EndedAt) : State > other.State ? EndedAt : other.EndedAt,
        Seen = Seen.Merge(other.Seen),
        LastDatasetsAt = Latest(LastDatasetsAt, other.LastDatasetsAt),
        Facets = Facets.Merge(other.Facets),
    };

    private static Instant? Earliest(Instant? left, Instant? right)
        => left is null ? right : right is null ? left : left < right ? left : right;

    private static Instant? Latest(Instant? left, Instant? right)
        => left is null ? right : right is null ? left : left > right ? left : right;
}
