using Catalog.Core.Events;

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

    /// <summary>As <see cref="Of"/>, with the origins of the columns. Keys and event time decide which row counts, so they influence every column.</summary>
    public static DatasetRef WithOrigins(FeatureView view)
    {
        var source = DatasetRef.Source(view.Source);
        var keys = view.Entities.Select(static entity => entity.JoinKey).ToList();
        return Of(view) with
        {
            Origins =
            [
                .. keys.Select(key => new ColumnOrigin(key, source, key)),
                .. view.Features.Where(static feature => feature.From.Length > 0).Select(feature => new ColumnOrigin(feature.Name, source, feature.From)),
                .. keys.Append(view.TimestampColumn).Select(column => new ColumnOrigin(string.Empty, source, column, Indirect: true)),
            ],
        };
    }
}
