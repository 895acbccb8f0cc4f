using Catalog.Core.Errors;
using FeatureStore.Model;

namespace Catalog.Definitions.Binding.Drafts;

internal sealed record FeatureServiceDraft : Draft
{
    public string? Description { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public required IReadOnlyList<ProjectionDraft> Projections { get; init; }
}

/// <summary>One view of a service.</summary>
/// <param name="View">The view.</param>
/// <param name="Features">The features; empty for all of them.</param>
/// <param name="Alias">What replaces the view's name; null keeps it.</param>
/// <param name="JoinKeyMap">From the view's join key to the request's.</param>
/// <param name="Location">Where it stands.</param>
internal sealed record ProjectionDraft(
    Located<string> View,
    IReadOnlyList<Located<string>> Features,
    string? Alias,
    IReadOnlyList<(Located<string> From, Located<string> To)> JoinKeyMap,
    SourceLocation Location)
{
    /// <summary>The same without places.</summary>
    public FeatureProjection ToModel() => new(
        View.Value,
        [.. Features.Select(static feature => feature.Value)],
        Alias,
        JoinKeyMap.DistinctBy(static pair => pair.From.Value).ToDictionary(static pair => pair.From.Value, static pair => pair.To.Value, StringComparer.Ordinal));
}
