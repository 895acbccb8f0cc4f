using FeatureStore.Model;

namespace Catalog.Definitions.Binding.Drafts;

internal sealed record FeatureViewDraft : Draft
{
    /// <summary>The view without what is looked up: its entities are empty, and its timestamp column is empty when not declared.</summary>
    public required FeatureView View { get; init; }

    public required IReadOnlyList<Located<string>> Entities { get; init; }

    public required Located<string> Source { get; init; }

    /// <summary>The event time's column; null takes the source's.</summary>
    public Located<string>? Timestamp { get; init; }

    /// <summary>The features in order.</summary>
    public required IReadOnlyList<FeatureDraft> Features { get; init; }
}
