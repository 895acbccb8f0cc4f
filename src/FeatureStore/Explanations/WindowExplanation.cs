using Catalog.Core.Values;
using FeatureStore.Model;

namespace FeatureStore.Explanations;

/// <summary>How an aggregate over a window came about.</summary>
public sealed record WindowExplanation
{
    /// <summary>The aggregate as declared.</summary>
    public required Aggregation Aggregation { get; init; }

    /// <summary>The columns that it reads; the events hold their values.</summary>
    public required IReadOnlyList<ViewInput> Inputs { get; init; }

    /// <summary>The other columns that the view reads, which tell what an event is; <see cref="ExplainedEvent.Others"/> holds their values.</summary>
    public IReadOnlyList<ViewInput> Others { get; init; } = [];

    /// <summary>The far edge; an event exactly there does not count.</summary>
    public required Instant Start { get; init; }

    /// <summary>The near edge: the moment, or the newest event that counts where a lookup knows of one after the moment.</summary>
    public required Instant End { get; init; }

    /// <summary>Whether an event exactly at the near edge counts; it does not in training rows of a view that is strictly before.</summary>
    public required bool IsEndIncluded { get; init; }

    /// <summary>How many tiles the window covers, those without events included.</summary>
    public required int TileCount { get; init; }

    /// <summary>The tiles that hold an event, in the order of time.</summary>
    public required IReadOnlyList<ExplainedTile> Tiles { get; init; }

    /// <summary>Events between the edges, in all; those that did not count included.</summary>
    public required long EventCount { get; init; }

    /// <summary>Events that count.</summary>
    public required long Counted { get; init; }

    /// <summary>Events that came too late.</summary>
    public required long TooLate { get; init; }

    /// <summary>Events between the edges by event time and sequence: the newest, as many as were asked for.</summary>
    public required IReadOnlyList<ExplainedEvent> Events { get; init; }

    /// <summary>The nearest events at or before the start.</summary>
    public required IReadOnlyList<ExplainedEvent> Before { get; init; }

    /// <summary>The nearest events after the end.</summary>
    public required IReadOnlyList<ExplainedEvent> After { get; init; }
}

/// <summary>A tile: the events after <paramref name="After"/> up to <paramref name="Through"/>, included.</summary>
/// <param name="After">Its start, excluded.</param>
/// <param name="Through">Its end, included; at the head of the window the window's end.</param>
/// <param name="EventCount">Events in it.</param>
/// <param name="Counted">Those that count.</param>
/// <param name="TooLate">Those that came too late.</param>
/// <param name="Value">The aggregate over those that count; over none what an empty window gives.</param>
public sealed record ExplainedTile(Instant After, Instant Through, long EventCount, long Counted, long TooLate, Value Value);

/// <summary>An event.</summary>
/// <param name="EventTime">Its time.</param>
/// <param name="ArrivalTime">When it reached the event log.</param>
/// <param name="Sequence">Its position there.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="IsTooLate">Whether it came too late, whatever else kept it out.</param>
/// <param name="Condition">What the condition gives, as bool; null where it is null or there is none.</param>
/// <param name="Operand">What is aggregated, or the value of the feature in a row; null where it is null or there is none.</param>
/// <param name="Inputs">Values of the columns read.</param>
public sealed record ExplainedEvent(
    Instant EventTime, Instant ArrivalTime, long Sequence, EventOutcome Outcome, bool IsTooLate, Value Condition, Value Operand, IReadOnlyList<Value> Inputs)
{
    /// <summary>Values of the other columns that the view reads.</summary>
    public IReadOnlyList<Value> Others { get; init; } = [];

    /// <summary>
    /// The aggregate over the events of the window up to this one, in the order of time; null outside the window, and where the value is a list, which does not run.
    /// </summary>
    public Value? Running { get; init; }

    /// <summary>What it was joined with; empty for an event of a source that is not made of another.</summary>
    public IReadOnlyList<ExplainedJoin> Joins { get; init; } = [];
}
