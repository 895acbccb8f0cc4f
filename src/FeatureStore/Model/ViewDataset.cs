using Catalog.Core.Events;
using FeatureStore.Windows;

namespace FeatureStore.Model;

/// <summary>Names a feature view for lineage: its columns, and which column of the source each comes from.</summary>
public static class ViewDataset
{
    /// <summary>The view with its columns: the join keys, then the features.</summary>
    public static DatasetRef Of(FeatureView view) => DatasetRef.View(view.Name) with
    {
        Fields =
        [
            .. view.Entities.Select(static entity => new DatasetField(entity.JoinKey, entity.Type)),
            .. view.Features.Select(static feature => new DatasetField(feature.Name, feature.Type)),
        ],
    };

    /// <summary>
    /// As <see cref="Of"/>, with the origins of the columns. Keys and event time decide which row counts, so they influence every column. An aggregate is made from what <c>of</c> reads, and
    /// filtered by what <c>where</c> reads.
    /// </summary>
    public static DatasetRef WithOrigins(FeatureView view)
    {
        var source = DatasetRef.Source(view.Source);
        var keys = view.Entities.Select(static entity => entity.JoinKey).ToList();
        return Of(view) with
        {
            Origins =
            [
                .. keys.Select(key => new ColumnOrigin(key, source, key)),
                .. view.Features.Where(static feature => feature.From.Length > 0).SelectMany(feature => NewestOrigins(feature, source)),
                .. AggregateOrigins(view, source),
                .. keys.Append(view.TimestampColumn).Select(column => new ColumnOrigin(string.Empty, source, column, Indirect: true)),
            ],
        };
    }

    /// <summary>Each feature with each column of the source that decides its value, also by a condition.</summary>
    public static IReadOnlyList<(string Feature, string Column)> ReadColumns(FeatureView view)
    {
        var features = view.Features.Select(static feature => feature.Name).ToHashSet(StringComparer.Ordinal);
        return [.. WithOrigins(view).Origins.Where(origin => features.Contains(origin.Column)).Select(static origin => (origin.Column, origin.InputColumn)).Distinct()];
    }

    private static IEnumerable<ColumnOrigin> NewestOrigins(Feature feature, DatasetRef source) => feature.Reads.Count == 0
        ? [new ColumnOrigin(feature.Name, source, feature.From)]
        : feature.Reads.Select(read => new ColumnOrigin(feature.Name, source, read.Column) { Subtype = ColumnOrigin.Transformation });

    private static IEnumerable<ColumnOrigin> AggregateOrigins(FeatureView view, DatasetRef source)
    {
        var plan = WindowPlan.Of(view);
        foreach (var feature in plan.Features)
        {
            var name = view.Features[feature.Feature].Name;
            var series = plan.Series[feature.Series];
            foreach (var column in series.Of?.Columns ?? [])
            {
                yield return new ColumnOrigin(name, source, column) { Subtype = ColumnOrigin.Aggregation };
            }

            foreach (var column in series.Where?.Columns ?? [])
            {
                yield return new ColumnOrigin(name, source, column, Indirect: true) { Subtype = ColumnOrigin.Filter };
            }
        }
    }
}
