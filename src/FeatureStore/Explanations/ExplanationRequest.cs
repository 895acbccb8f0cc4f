using Catalog.Core.Values;
using FeatureStore.Serving;

namespace FeatureStore.Explanations;

/// <summary>
/// Which value is to be explained. Without a time it is what a lookup gives now; with <see cref="Sequence"/> what a logged lookup gave at <see cref="At"/>; otherwise what a training row
/// at <see cref="At"/> holds.
/// </summary>
public sealed record ExplanationRequest
{
    /// <summary>The most events of a window that are listed.</summary>
    public const int MostEvents = 1_000;

    /// <summary>The feature, as <c>view:feature</c> or <c>view@v2:feature</c>.</summary>
    public required string Feature { get; init; }

    /// <summary>One value for each join key and each request value that the feature needs, as in a lookup.</summary>
    public required IReadOnlyList<EntityColumn> Entities { get; init; }

    /// <summary>The moment; null for now.</summary>
    public Instant? At { get; init; }

    /// <summary>Only events count that had arrived by then; null for all that have arrived. Not together with <see cref="Sequence"/>.</summary>
    public Instant? AsKnownAt { get; init; }

    /// <summary>Only events up to this sequence count, as in a logged lookup; -1 for none, null for all.</summary>
    public long? Sequence { get; init; }

    /// <summary>How many events of the window are listed, the newest ones; at most <see cref="MostEvents"/>.</summary>
    public int MaxEvents { get; init; } = MostEvents;

    /// <summary>Whether the rules of lookups hold rather than those of training rows: an event whose time is still to come counts.</summary>
    internal bool IsLookup => Sequence is not null || (At is null && AsKnownAt is null);
}
