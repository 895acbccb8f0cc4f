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
        Inputs = [Frame(set), .. selection.Views.Select(static view => ViewDataset.Of(view.View)).DistinctBy(static view => view.Name)],
        Outputs = [DatasetRef.TrainingSet(set.Name) with { Origins = Origins(selection) }],
        Title = set.Name,
    };

    internal static RunOutcome Outcome(TrainingSet set, FeatureSelection selection) => new()
    {
        Outputs =
        [
            DatasetRef.TrainingSet(set.Name) with
            {
                Fields = [.. set.Columns.Select(static column => new DatasetField(column.Name, column.Type))],
                Origins = Origins(selection),
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

    /// <summary>A feature column is the feature itself; the join keys only decided which row it is from.</summary>
    private static List<ColumnOrigin> Origins(FeatureSelection selection)
    {
        var origins = new List<ColumnOrigin>();
        foreach (var column in selection.Columns)
        {
            var view = selection.Views[column.View].View;
            var input = DatasetRef.View(view.Name);
            origins.Add(new ColumnOrigin(column.Name, input, view.Features[column.Feature].Name));
            origins.AddRange(view.Entities.Select(entity => new ColumnOrigin(column.Name, input, entity.JoinKey, Indirect: true)));
        }

        return origins;
    }
}
