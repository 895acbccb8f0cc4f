using Catalog.Definitions.Model;
using FeatureStore.Model;

namespace Catalog.Web.Queries;

/// <summary>One feature of a service.</summary>
/// <param name="View">The view that it is taken from.</param>
/// <param name="Feature">The feature.</param>
/// <param name="Alias">Name that replaces the view's; null keeps it.</param>
public sealed record ServiceLine(FeatureView View, Feature Feature, string? Alias)
{
    /// <summary>The features of a service in the order of the answer.</summary>
    public static IReadOnlyList<ServiceLine> Of(DefinitionSet definitions, FeatureService service)
        => [.. service.Projections.SelectMany(projection => definitions.FindView(projection.View) is { } view
            ? Chosen(view, projection).Select(feature => new ServiceLine(view, feature, projection.Alias))
            : [])];

    private static IEnumerable<Feature> Chosen(FeatureView view, FeatureProjection projection)
        => projection.Features.Count == 0 ? view.Features : projection.Features.Select(name => view.Features.FirstOrDefault(feature => feature.Name == name)).OfType<Feature>();
}
