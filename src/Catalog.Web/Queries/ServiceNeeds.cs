using Catalog.Definitions.Model;
using FeatureStore;
using FeatureStore.Model;
using FeatureStore.OnDemand;

namespace Catalog.Web.Queries;

/// <summary>What a request must bring: the join keys of the views that are read, also those behind on-demand views, and request values.</summary>
/// <param name="Views">The views that are read, each with the names under which its join keys are given.</param>
/// <param name="Requests">The request values, each once.</param>
public sealed record ServiceNeeds(IReadOnlyList<(FeatureView View, IReadOnlyDictionary<string, string> Keys)> Views, IReadOnlyList<RequestValue> Requests)
{
    private static readonly Dictionary<string, string> SameKeys = [];

    /// <summary>What a service needs.</summary>
    public static ServiceNeeds Of(DefinitionSet definitions, FeatureService service)
    {
        var parts = service.Projections.Select(projection => definitions.FindView(projection.View) is { } view
            ? new ServiceNeeds([(view, projection.JoinKeyMap)], [])
            : definitions.FindOnDemandView(projection.View) is { } onDemand ? Of(definitions, onDemand, projection.JoinKeyMap) : new ServiceNeeds([], [])).ToList();
        return new ServiceNeeds([.. parts.SelectMany(static part => part.Views)], [.. parts.SelectMany(static part => part.Requests).DistinctBy(static value => value.Name)]);
    }

    /// <summary>What an on-demand view needs.</summary>
    public static ServiceNeeds Of(DefinitionSet definitions, OnDemandFeatureView view) => Of(definitions, view, SameKeys);

    /// <summary>What one feature of an on-demand view needs: all that the view does when the views that it reads have changed so that it cannot be computed any more.</summary>
    public static ServiceNeeds Of(DefinitionSet definitions, OnDemandFeatureView view, string feature)
    {
        if (ReadsOf(definitions, view, feature) is not { } reads)
        {
            return Of(definitions, view);
        }

        var needs = Of(definitions, view with { Sources = [.. view.Sources.Where((_, place) => reads.Any(input => input.Place == place))] });
        return needs with { Requests = [.. needs.Requests.Where(value => reads.Any(input => input.IsRequest && input.Name == value.Name))] };
    }

    private static List<OnDemandInput>? ReadsOf(DefinitionSet definitions, OnDemandFeatureView view, string feature)
    {
        try
        {
            var plan = OnDemandPlan.Of(view, name => definitions.FindView(name));
            return plan.Features.FirstOrDefault(computation => computation.Name == feature)?.Reads.Select(place => plan.Inputs[place]).ToList();
        }
        catch (FeatureStoreException)
        {
            return null;
        }
    }

    private static ServiceNeeds Of(DefinitionSet definitions, OnDemandFeatureView view, IReadOnlyDictionary<string, string> names) => new(
        [.. view.Sources.SelectMany(source => definitions.FindView(source.View) is { } read ? [(read, KeysOf(read, source, names))] : Array.Empty<(FeatureView, IReadOnlyDictionary<string, string>)>())],
        [.. view.Requests.SelectMany(static request => request.Schema)]);

    private static Dictionary<string, string> KeysOf(FeatureView view, FeatureProjection source, IReadOnlyDictionary<string, string> names)
        => view.Entities.ToDictionary(static entity => entity.JoinKey, entity =>
        {
            var key = source.JoinKeyMap.GetValueOrDefault(entity.JoinKey, entity.JoinKey);
            return names.GetValueOrDefault(key, key);
        });
}
