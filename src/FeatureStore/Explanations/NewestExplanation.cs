using Catalog.Core.Values;
using FeatureStore.Model;

namespace FeatureStore.Explanations;

/// <summary>How a newest value came about.</summary>
public sealed record NewestExplanation
{
    /// <summary>The source column, or the expression over columns that was computed when the event arrived.</summary>
    public required string From { get; init; }

    /// <summary>How long a row answers; zero for ever.</summary>
    public required TimeSpan Ttl { get; init; }

    /// <summary>The oldest event time that still answers; null without a ttl.</summary>
    public required Instant? OldestAllowed { get; init; }

    /// <summary>Whether an event exactly at the moment does not count.</summary>
    public required bool IsStrictlyBefore { get; init; }

    /// <summary>What a null in the newest row means.</summary>
    public required NullPolicy NullPolicy { get; init; }

    /// <summary>Rows that the key has in all.</summary>
    public required long RowCount { get; init; }

    /// <summary>The row that answers and those nearest to it, by event time and sequence.</summary>
    public required IReadOnlyList<ExplainedEvent> Rows { get; init; }
}
