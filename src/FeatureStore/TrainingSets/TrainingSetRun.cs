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
        Job = "training-set." + (set.KeptFor is null ? set.Name : "temporary"),
        Domain = selection.Views.Select(static view => view.View.Domain).Concat(selection.OnDemand.Select(static view => view.View.Domain)).FirstOrDefault(DatasetRef.Own),
        Inputs = InputsOf(set, selection),
        Outputs = [.. OutputsOf(set).Select(output => output with { Origins = Origins(set, selection) })],
        Title = set.Name,
    };

    /// <summary>What it reads.</summary>
    internal static IReadOnlyList<DatasetRef> InputsOf(TrainingSet set, FeatureSelection selection) =>
    [
        .. Frame(set), .. Service(set),
        .. selection.AllViews.Select(ViewDataset.Of).Concat(selection.OnDemand.Select(static view => OnDemandDataset.Of(view.View))).DistinctBy(static view => view.Name),
    ];

    /// <summary>What it writes; nothing that lasts if it is not kept.</summary>
    internal static IReadOnlyList<DatasetRef> OutputsOf(TrainingSet set) => set.KeptFor is null ? [DatasetRef.TrainingSet(set.Name)] : [];

    internal static RunOutcome Outcome(TrainingSet set, FeatureSelection selection) => new()
    {
        Outputs =
        [
            .. OutputsOf(set).Select(output => output with
            {
                Fields = [.. set.Columns.Select(static column => new DatasetField(column.Name, column.Type))],
                Origins = Origins(set, selection),
                RowCount = set.RowCount,
                ByteCount = set.ByteCount,
            }),
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

    /// <summary>The file with the entity rows; a frame that was made of views is none.</summary>
    private static IEnumerable<DatasetRef> Frame(TrainingSet set) => set.Definition.Range is null ? [new DatasetRef("file", set.Definition.FrameName)] : [];

    private static IEnumerable<DatasetRef> Service(TrainingSet set)
        => set.Definition.FeatureService is { } service ? [DatasetRef.Service(service)] : [];

    /// <summary>
    /// A feature column is the feature itself; the join keys only decided which row it is from. Where a service was asked for, the column is the service's too; the views
    /// stay named, because they are what was read, whatever the service takes later.
    /// </summary>
    private static List<ColumnOrigin> Origins(TrainingSet set, FeatureSelection selection)
    {
        var origins = new List<ColumnOrigin>();
        var served = ServiceDataset.ColumnsOf([.. selection.Columns.Select(column => (selection.LabelOf(column), selection.FeatureOf(column)))]);
        foreach (var (place, column) in selection.Columns.Index())
        {
            origins.AddRange(Service(set).Select(service => new ColumnOrigin(column.Name, service, served[place])));
            origins.AddRange(column.IsComputed ? ComputedOrigins(set, selection, column) : ReadOrigins(selection, column.Name, selection.Reads[column.Source]));
        }

        return origins;
    }

    private static IEnumerable<ColumnOrigin> ReadOrigins(FeatureSelection selection, string column, SelectedFeature read)
    {
        var view = selection.Views[read.View].View;
        var input = DatasetRef.View(view.Name);
        return view.Entities.Select(entity => new ColumnOrigin(column, input, entity.JoinKey, Indirect: true)).Prepend(new ColumnOrigin(column, input, view.Features[read.Feature].Name));
    }

    /// <summary>What its expression reads: features of views, and columns of the frame.</summary>
    private static IEnumerable<ColumnOrigin> ComputedOrigins(TrainingSet set, FeatureSelection selection, SelectedColumn column)
    {
        var view = selection.OnDemand[column.Source];
        yield return new ColumnOrigin(column.Name, DatasetRef.OnDemandView(view.View.Name), view.View.Features[column.Feature].Name);

        // A view that cannot be computed any more has no plan to ask.
        var reads = column.Feature < view.Plan.Features.Count ? view.Plan.Features[column.Feature].Reads : [];
        foreach (var input in view.Inputs.Where(input => reads.Contains(input.Place)))
        {
            if (input.IsRequest)
            {
                foreach (var frame in Frame(set))
                {
                    yield return new ColumnOrigin(column.Name, frame, selection.Requests[input.Source].Name) { Subtype = ColumnOrigin.Transformation };
                }

                continue;
            }

            foreach (var origin in ReadOrigins(selection, column.Name, selection.Reads[input.Source]))
            {
                yield return origin.Indirect ? origin : origin with { Subtype = ColumnOrigin.Transformation };
            }
        }
    }
}
