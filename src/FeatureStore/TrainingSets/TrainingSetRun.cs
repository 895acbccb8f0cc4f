using Catalog.Core.Events;
using FeatureStore.Model;
using FeatureStore.Selection;

namespace FeatureStore.TrainingSets;

/// <summary>How the building of a training set presents itself in the journal: what it reads and writes, and which column comes from where.</summary>
internal static class TrainingSetRun
{
    internal static RunStart Start(TrainingSet set, FeatureSelection selection) => new()
    {
        RunId = set.Id,
        Kind = RunKind.TrainingSet,
        Job = "training-set." + set.Name,
        Domain = selection.Views.Count > 0 ? selection.Views[0].View.Domain : DatasetRef.Own,
        Inputs = [Frame(set), .. Service(set), .. selection.Views.Select(static view => ViewDataset.Of(view.View)).DistinctBy(static view => view.Name)],
        Outputs = [DatasetRef.TrainingSet(set.Name) with { Origins = Origins(set, selection) }],
        Title = set.Name,
    };

    internal static RunOutcome Outcome(TrainingSet set, FeatureSelection selection) => new()
    {
        Outputs =
        [
            DatasetRef.TrainingSet(set.Name) with
            {
                Fields = [.. set.Columns.Select(static column => new DatasetField(column.Name, column.Type))],
                Origins = Origins(set, selection),
                RowCount = set.RowCount,
                ByteCount = set.ByteCount,
            },
        ],
        Figures = Figures(set),
    };

    private static Dictionary<string, long> Figures(TrainingSet set)
    {
        var figures = new Dictionary<string, long> { ["rows"] = set.RowCount, ["columns"] = set.Columns.Count, ["bytes"] = set.ByteCount };
        foreach (var view in set.Views)
        {
            figures["matched." + view.View] = view.Matched;
        }

        return figures;
    }

    private static DatasetRef Frame(TrainingSet set) => new("file", set.Definition.FrameName);

    private static IEnumerable<DatasetRef> Service(TrainingSet set)
        => set.Definition.FeatureService is { } service ? [DatasetRef.Service(service)] : [];

    /// <summary>
    /// A feature column is the feature itself; the join keys only decided which row it is from. Where a service was asked for, the column is the service's too; the views
    /// stay named, because they are what was read, whatever the service takes later.
    /// </summary>
    private static List<ColumnOrigin> Origins(TrainingSet set, FeatureSelection selection)
    {
        var origins = new List<ColumnOrigin>();
        var served = ServiceDataset.ColumnsOf([.. selection.Columns.Select(column => (selection.Views[column.View].Label, NameOf(selection, column)))]);
        for (var place = 0; place < selection.Columns.Count; place++)
        {
            var column = selection.Columns[place];
            var view = selection.Views[column.View].View;
            var input = DatasetRef.View(view.Name);
            origins.AddRange(Service(set).Select(service => new ColumnOrigin(column.Name, service, served[place])));
            origins.Add(new ColumnOrigin(column.Name, input, NameOf(selection, column)));
            origins.AddRange(view.Entities.Select(entity => new ColumnOrigin(column.Name, input, entity.JoinKey, Indirect: true)));
        }

        return origins;
    }

    private static string NameOf(FeatureSelection selection, SelectedFeature column) => selection.Views[column.View].View.Features[column.Feature].Name;
}
