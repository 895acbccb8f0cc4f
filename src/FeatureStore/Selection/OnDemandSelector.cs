using FeatureStore.Model;
using FeatureStore.OnDemand;

namespace FeatureStore.Selection;

/// <summary>Finds what the wanted on-demand features read: a feature that is read already is not read again, and what no wanted feature needs is not read at all.</summary>
/// <param name="served">The definitions.</param>
/// <param name="views">The views that are read; more are added.</param>
/// <param name="reads">What is read from them; more is added.</param>
/// <param name="errors">Where errors go.</param>
internal sealed class OnDemandSelector(IViewVersions served, List<SelectedView> views, List<SelectedFeature> reads, List<FeatureStoreException> errors)
{
    private readonly List<SelectedRequestValue> _requests = [];

    /// <summary>The values that the request must bring, each name once.</summary>
    internal IReadOnlyList<SelectedRequestValue> Requests => _requests;

    /// <summary>The use of an on-demand view with its inputs.</summary>
    internal SelectedOnDemandView Select(NamedOnDemandView named)
    {
        var view = named.View;
        try
        {
            // Looked up once: definitions may change meanwhile.
            var found = view.Sources
                .GroupBy(static source => source.View, StringComparer.Ordinal)
                .ToDictionary(static group => group.Key, group => served.Find(group.Key, FeaturesOf([.. group])), StringComparer.Ordinal);
            var plan = OnDemandPlan.Of(view, found.GetValueOrDefault);
            var places = named.Features.SelectMany(feature => plan.Features[feature].Reads).Distinct().Order();
            return new SelectedOnDemandView(view, named.Label, plan, named.Features, [.. places.Select(place => Select(named, plan.Inputs[place], place, found))])
            {
                Sources = [.. found.Values.OfType<FeatureView>().Select(static source => source.Id)],
            };
        }
        catch (FeatureStoreException exception) when (exception.ErrorCode == FeatureStoreErrorCode.InvalidView)
        {
            errors.Add(exception);
            return new SelectedOnDemandView(view, named.Label, OnDemandPlan.None, named.Features, []);
        }
    }

    private static List<string>? FeaturesOf(IReadOnlyList<FeatureProjection> uses)
        => uses.Any(static use => use.Features.Count == 0) ? null : [.. uses.SelectMany(static use => use.Features)];

    private SelectedInput Select(NamedOnDemandView named, OnDemandInput input, int place, Dictionary<string, FeatureView?> found)
        => input.Place is { } source && named.View.Sources[source] is var projection && found[projection.View] is { } view
        ? new SelectedInput(place, IsRequest: false, ReadOf(named, projection, view, input.Name))
        : new SelectedInput(place, IsRequest: true, RequestOf(named.View, input));

    private int RequestOf(OnDemandFeatureView view, OnDemandInput input)
    {
        var place = _requests.FindIndex(known => known.Name == input.Name);
        if (place < 0)
        {
            place = _requests.Count;
            _requests.Add(new SelectedRequestValue(input.Name, input.Type, view.Name));
        }
        else if (_requests[place].Type != input.Type)
        {
            errors.Add(SelectionErrors.RequestValueTypes(input.Name, view.Name, _requests[place].View));
        }

        return place;
    }

    private int ReadOf(NamedOnDemandView named, FeatureProjection source, FeatureView view, string name)
    {
        List<string> keys = [.. view.Entities.Select(entity => KeyOf(source.JoinKeyMap.GetValueOrDefault(entity.JoinKey, entity.JoinKey), named))];
        var used = views.FindIndex(other => other.View.Id == view.Id && other.KeyColumns.SequenceEqual(keys, StringComparer.Ordinal));
        if (used < 0)
        {
            used = views.Count;
            views.Add(new SelectedView(view, OnDemandInputs.LabelOf(source), keys));
        }

        var wanted = new SelectedFeature(used, view.Features.Index().First(feature => feature.Item.Name == name).Index);
        var place = reads.IndexOf(wanted);
        if (place < 0)
        {
            place = reads.Count;
            reads.Add(wanted);
        }

        return place;
    }

    private static string KeyOf(string key, NamedOnDemandView named) => named.JoinKeyMap.GetValueOrDefault(key, key);
}

/// <summary>One use of an on-demand view, before its inputs are looked up.</summary>
/// <param name="View">The on-demand view.</param>
/// <param name="Label">What stands before the feature in full names.</param>
/// <param name="JoinKeyMap">From the join keys of its sources to the names under which the request gives them.</param>
/// <param name="Features">Places of the wanted features, in the order asked.</param>
internal sealed record NamedOnDemandView(OnDemandFeatureView View, string Label, IReadOnlyDictionary<string, string> JoinKeyMap, List<int> Features);
