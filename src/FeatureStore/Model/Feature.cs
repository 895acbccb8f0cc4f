using Catalog.Core.Values;

namespace FeatureStore.Model;

/// <summary>One feature of a view.</summary>
public sealed record Feature
{
    /// <summary>Unique within the view.</summary>
    public required string Name { get; init; }

    /// <summary>Type of the value.</summary>
    public required DataType Type { get; init; }

    /// <summary>The source column that the newest value is taken from, or the expression over columns that computes it when the event arrives. Empty for an aggregate.</summary>
    public required string From { get; init; }

    /// <summary>The source columns that the expression <see cref="From"/> reads, each once, ordered by name; empty where <see cref="From"/> is a column.</summary>
    public IReadOnlyList<ViewInput> Reads { get; init; } = [];

    /// <summary>The aggregate over a window; null for a newest-value feature.</summary>
    public Aggregation? Aggregation { get; init; }

    /// <summary>Meaning, in a sentence; null when absent.</summary>
    public string? Description { get; init; }

    /// <summary>Free words, such as <c>pii</c>.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];
}

/// <summary>An aggregate over a sliding window, as declared.</summary>
/// <param name="Function">Name of the aggregate, for example <c>sum</c>.</param>
/// <param name="Of">Expression that is aggregated; null for <c>count</c>.</param>
/// <param name="Where">Condition on the event; null for every event.</param>
/// <param name="Window">Length of the window.</param>
/// <param name="Hop">Granularity of the window's tail.</param>
/// <param name="N">How many values, for <c>last_n</c>, <c>last_distinct</c> and <c>top_k</c>; the percent of a <c>percentile</c>; null otherwise.</param>
public sealed record Aggregation(string Function, string? Of, string? Where, TimeSpan Window, TimeSpan Hop, double? N);
