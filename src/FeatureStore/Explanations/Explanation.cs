using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Proof;

namespace FeatureStore.Explanations;

/// <summary>How one value came about. One of <see cref="Window"/>, <see cref="Newest"/> and <see cref="Computed"/> is there.</summary>
public sealed record Explanation
{
    /// <summary>The view version, of a feature view or an on-demand view.</summary>
    public required FeatureViewId View { get; init; }

    /// <summary>Name of the feature.</summary>
    public required string Feature { get; init; }

    /// <summary>Type of its value.</summary>
    public required DataType Type { get; init; }

    /// <summary>The join keys with their values, by the names that the request gives them.</summary>
    public required IReadOnlyList<ExplainedKey> Key { get; init; }

    /// <summary>Whether this is what a lookup gives; otherwise what a training row holds.</summary>
    public required bool IsLookup { get; init; }

    /// <summary>The moment asked for.</summary>
    public required Instant At { get; init; }

    /// <summary>Only events that had arrived by then count; null where there is no cut.</summary>
    public required Instant? AsKnownAt { get; init; }

    /// <summary>Only events up to this sequence count; null where there is no cut.</summary>
    public required long? Sequence { get; init; }

    /// <summary>The value with its status and event time.</summary>
    public required ComparedValue Result { get; init; }

    /// <summary>The value as it is.</summary>
    public required Value Value { get; init; }

    /// <summary>What the online store gives for it; null where this is not what a lookup gives now.</summary>
    public ServedAnswer? Served { get; init; }

    /// <summary>How an aggregate came about.</summary>
    public WindowExplanation? Window { get; init; }

    /// <summary>How a newest value came about.</summary>
    public NewestExplanation? Newest { get; init; }

    /// <summary>How an on-demand feature came about.</summary>
    public ComputedExplanation? Computed { get; init; }

    /// <summary>Sequence of the first event of the key that went to one of the two stores only, so that lookups and training rows may differ from then on; null when there is none.</summary>
    public long? OneSidedFrom { get; init; }

    /// <summary>Whether the key, or that of an input, has events in one store only: what the offline store gives need not be what a lookup gives then.</summary>
    public bool IsOneSided => OneSidedFrom is not null || Computed?.Inputs.Any(static input => input.Feature?.IsOneSided == true) == true;
}

/// <summary>A join key.</summary>
/// <param name="Name">Its name in the request.</param>
/// <param name="Value">Its value.</param>
public sealed record ExplainedKey(string Name, Value Value);
