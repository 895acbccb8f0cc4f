using Catalog.Core.Values;
using FeatureStore.Model;

namespace Catalog.Definitions.Binding.Drafts;

internal sealed record OnDemandFeatureViewDraft : Draft
{
    /// <summary>The view without what is looked up: types that expressions give are not set.</summary>
    public required OnDemandFeatureView View { get; init; }

    /// <summary>The feature views that it reads.</summary>
    public required IReadOnlyList<ProjectionDraft> Sources { get; init; }

    /// <summary>The names of its request sources.</summary>
    public required IReadOnlyList<Located<string>> Requests { get; init; }

    /// <summary>The names of the values that they bring.</summary>
    public required IReadOnlyList<Located<string>> RequestValues { get; init; }

    /// <summary>The features in order.</summary>
    public required IReadOnlyList<OnDemandFeatureDraft> Features { get; init; }
}

/// <summary>A feature of an on-demand view with the places of what is checked.</summary>
/// <param name="Feature">The feature; its type is not set when it is absent or not known.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type; null when it is absent or not known.</param>
/// <param name="Expression">What is computed; null when absent.</param>
/// <param name="From">The input that it is; null when absent.</param>
internal sealed record OnDemandFeatureDraft(
    OnDemandFeature Feature, Located<string> Name, Located<DataType>? Type, LocatedExpression? Expression, Located<string>? From);
