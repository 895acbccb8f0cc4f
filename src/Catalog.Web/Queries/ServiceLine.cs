using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions.Model;
using FeatureStore.Model;

namespace Catalog.Web.Queries;

/// <summary>One feature of a service.</summary>
/// <param name="View">The view or on-demand view that it is taken from.</param>
/// <param name="Domain">The domain of that.</param>
/// <param name="Feature">Name of the feature.</param>
/// <param name="Type">Its type.</param>
/// <param name="Description">Its meaning; null when absent.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="Alias">Name that replaces the view's; null keeps it.</param>
public sealed record ServiceLine(DefinitionId View, string Domain, string Feature, DataType Type, string? Description, IReadOnlyList<string> Tags, string? Alias)
{
    /// <summary>The features of a service in the order of the answer.</summary>
    public static IReadOnlyList<ServiceLine> Of(DefinitionSet definitions, FeatureService service)
        => [.. service.Projections.SelectMany(projection => Chosen(FeaturesOf(definitions, projection), projection))];

    private static IReadOnlyList<ServiceLine> FeaturesOf(DefinitionSet definitions, FeatureProjection projection)
    {
        if (definitions.FindView(projection.View) is { } view)
        {
            var id = new DefinitionId(DefinitionKind.FeatureView, view.Name);
            return [.. view.Features.Select(feature => new ServiceLine(id, view.Domain, feature.Name, feature.Type, feature.Description, feature.Tags, projection.Alias))];
        }

        if (definitions.FindOnDemandView(projection.View) is { } onDemand)
        {
            var id = new DefinitionId(DefinitionKind.OnDemandFeatureView, onDemand.Name);
            return [.. onDemand.Features.Select(feature => new ServiceLine(id, onDemand.Domain, feature.Name, feature.Type, feature.Description, feature.Tags, projection.Alias))];
        }

        return [];
    }

    private static IEnumerable<ServiceLine> Chosen(IReadOnlyList<ServiceLine> lines, FeatureProjection projection)
        => projection.Features.Count == 0 ? lines : projection.Features.Select(name => lines.FirstOrDefault(line => line.Feature == name)).OfType<ServiceLine>();
}
