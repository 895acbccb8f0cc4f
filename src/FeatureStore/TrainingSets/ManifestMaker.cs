using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Selection;

namespace FeatureStore.TrainingSets;

/// <summary>Writes down what a training set was made of.</summary>
internal static class ManifestMaker
{
    /// <summary>The manifest, without the comparison of a rebuild.</summary>
    /// <param name="set">The complete record.</param>
    /// <param name="selection">What was selected.</param>
    /// <param name="join">What was joined.</param>
    /// <param name="engine">Version of the engine.</param>
    /// <param name="made">What came out.</param>
    internal static TrainingSetManifest Make(TrainingSet set, FeatureSelection selection, TrainingJoin join, string engine, MadeFiles made) => new()
    {
        Id = set.Id,
        Name = set.Name,
        CreatedAt = set.CreatedAt,
        RequestedBy = set.RequestedBy,
        Engine = engine,
        Frame = new ManifestFrame(set.Definition.FrameName, set.Definition.TimestampColumn, made.FrameBytes, made.FrameSha256),
        Range = set.Definition.Range is { } range
            ? new ManifestRange(range, [.. selection.Frame?.Views.Select(static used => new ManifestSource(used.View.Name, used.View.Version)).Distinct() ?? []])
            : null,
        Features = set.Definition.Features,
        FeatureService = selection.Service is { } service ? new ManifestService(service.Name, service.Projections) : null,
        FullFeatureNames = set.Definition.FullFeatureNames,
        AsKnownAt = join.AsKnownAt ?? set.CreatedAt,
        AsKnownAtEntityTime = join.AsKnownAtEntityTime,
        Views = [.. join.Views.Select((view, place) => ViewOf(view, made.Offline, set.Views[place].Matched, made.HistoryRows[place]) with { Cost = CostOf(made.Costs.ElementAtOrDefault(place)) })],
        OnDemandViews = [.. selection.OnDemand.Select(static used => new ManifestOnDemandView(
            used.View.Name,
            used.View.Version,
            [.. used.Features.Select(feature => used.View.Features[feature].Name)],
            [.. used.Sources.Select(static source => new ManifestSource(source.Name, source.Version))]))],
        RowCount = set.RowCount,
        Columns = made.Columns,
        Quality = made.Quality,
        Inputs = [.. TrainingSetRun.InputsOf(set, selection).Select(static input => new ManifestDataset(input.Namespace, input.Name))],
        Outputs = [.. TrainingSetRun.OutputsOf(set).Select(static output => new ManifestDataset(output.Namespace, output.Name))],
        Result = made.Result,
        Splits = set.Definition.Splits,
        SplitResults = made.Splits,
    };

    private static ManifestCost? CostOf(TrainingJoinCost? cost) => cost is null ? null
        : new ManifestCost(cost.FilesRead, cost.FilesPruned, cost.RowsRead, cost.MemoryBytes, cost.SpilledBytes, Math.Round(cost.Time.TotalSeconds, 3));

    private static ManifestView ViewOf(TrainingJoinView view, IReadOnlyDictionary<string, string> hashes, long matched, long rows) => new()
    {
        View = view.View.Name,
        Version = view.View.Version,
        Ttl = view.View.Ttl,
        StrictBefore = view.View.StrictBefore,
        NullPolicy = view.View.NullPolicy,
        KeyColumns = view.KeyColumns,
        Features = [.. view.Features.Select(feature => view.View.Features[feature.Feature].Name)],
        Snapshot = view.Snapshot.Number,
        Ranges = view.Ranges ?? view.Snapshot.Ranges,
        RowCount = rows,
        Files = [.. view.Snapshot.Files.Where(static file => file.Path.Length > 0).Select(file => new ManifestFile(
            file.Path, file.Partition, file.FirstSequence, file.EndSequence, file.RowCount, file.ByteCount, hashes[file.Path]))],
        Matched = matched,
    };
}
