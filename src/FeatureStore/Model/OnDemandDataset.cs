using Catalog.Core.Events;
using FeatureStore.OnDemand;

namespace FeatureStore.Model;

/// <summary>Names an on-demand view for lineage: its columns, and which features each is computed from. Values that a request brings come from nowhere that is known.</summary>
public static class OnDemandDataset
{
    /// <summary>The view with its columns: the request values, then the features.</summary>
    public static DatasetRef Of(OnDemandFeatureView view) => DatasetRef.OnDemandView(view.Name) with
    {
        Fields =
        [
            .. view.Requests.SelectMany(static request => request.Schema).Select(static value => new DatasetField(value.Name, value.Type)),
            .. view.Features.Select(static feature => new DatasetField(feature.Name, feature.Type)),
        ],
    };

    /// <summary>As <see cref="Of"/>, with the origins of the columns. The join keys of the views that are read decide which rows count.</summary>
    /// <param name="view">The on-demand view.</param>
    /// <param name="find">Finds a feature view.</param>
    public static DatasetRef WithOrigins(OnDemandFeatureView view, Func<string, FeatureView?> find)
    {
        var plan = OnDemandPlan.Of(view, find);
        var keys = view.Sources.Select(static source => source.View).Distinct(StringComparer.Ordinal)
            .SelectMany(name => find(name)?.Entities.Select(entity => (View: name, entity.JoinKey)) ?? []);
        return Of(view) with
        {
            Origins =
            [
                .. plan.Features.SelectMany(feature => feature.Reads.Select(place => plan.Inputs[place]).Where(static input => !input.IsRequest)
                    .Select(input => new ColumnOrigin(feature.Name, DatasetRef.View(view.Sources[input.Place.GetValueOrDefault()].View), input.Name) { Subtype = ColumnOrigin.Transformation })),
                .. keys.Select(static key => new ColumnOrigin(string.Empty, DatasetRef.View(key.View), key.JoinKey, Indirect: true)),
            ],
        };
    }
}
