using Catalog.Core.Events;
using Catalog.Core.Storage;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Selection;

namespace FeatureStore.TrainingSets;

/// <summary>Does the work of one training set: selects, joins, divides, measures, hashes, and writes the manifest beside the result. May be called again after a crash at any instruction.</summary>
internal sealed class TrainingSetMaker(TrainingSetSources sources, ITrainingSetEngine engine, TrainingSetShelf shelf, ContentHashes hashes, IQualityResults? quality)
{
    /// <summary>What is to be joined by the definitions in force, or by those of the manifest that it is rebuilt from; what is wrong by now comes as the error.</summary>
    internal Task<(FeatureSelection Selection, FeatureStoreException? Error)> SelectAsync(TrainingSet set, CancellationToken cancellationToken)
        => shelf.FindOrigin(set) is { } origin ? Task.FromResult(sources.Select(set.Definition, origin)) : sources.SelectAsync(set.Definition, cancellationToken);

    /// <summary>As <see cref="SelectAsync"/>, once everything that had arrived is in the offline files. A rebuild reads what had been there long before.</summary>
    /// <exception cref="FeatureStoreException">The features cannot be selected any more.</exception>
    internal async Task<FeatureSelection> SettleAsync(TrainingSet set, CancellationToken cancellationToken)
    {
        if (shelf.FindOrigin(set) is not { } origin)
        {
            return await sources.SettleAsync(set.Definition, cancellationToken).ConfigureAwait(false);
        }

        var (selection, error) = sources.Select(set.Definition, origin);
        return error is null ? selection : throw error;
    }

    /// <summary>Makes the files.</summary>
    /// <returns>The complete record.</returns>
    internal async Task<TrainingSet> MakeAsync(IRun run, TrainingSet set, FeatureSelection selection, CancellationToken cancellationToken)
    {
        using var reading = sources.BeginRead();
        var origin = shelf.FindOrigin(set);
        var views = await sources.TakeSnapshotsAsync(selection, origin, cancellationToken).ConfigureAwait(false);
        var running = set with
        {
            State = TrainingSetState.Running,
            Views = [.. views.Select(static view => new TrainingSetView(view.View.Name, view.View.Version, view.Snapshot.Number, 0))],
        };
        await shelf.SaveAsync(running, cancellationToken).ConfigureAwait(false);

        var join = JoinOf(set, selection, views);
        var known = join.AsKnownAt ?? set.CreatedAt;
        KeptRows.CheckKnown(set.Name, views, origin?.CreatedAt < known ? origin.CreatedAt : known); // A rebuild knows no more than what had been written by then.
        if (origin is null && selection.Frame is { } frame && set.Definition.Range is { } range)
        {
            // Made anew after a crash too: by then the snapshots can be others. A rebuild has the frame of its origin.
            var rows = await sources.TakeFrameAsync(frame, views, join, range, cancellationToken).ConfigureAwait(false);
            KeptRows.CheckFrame(rows);
            await engine.MakeFrameAsync(rows, cancellationToken).ConfigureAwait(false);
        }

        var (result, offline) = await JoinAsync(join, new RunProgress(run), cancellationToken).ConfigureAwait(false);
        var completed = running with
        {
            State = TrainingSetState.Completed,
            Columns = result.Columns,
            RowCount = result.Rows,
            ByteCount = result.Bytes,
            Views = [.. running.Views.Zip(result.Matched, static (view, matched) => view with { Matched = matched })],
        };
        var made = await MeasureAsync(set, join, result, offline, cancellationToken).ConfigureAwait(false);
        var manifest = ManifestMaker.Make(completed, selection, join, engine.Version, made);
        if (origin is not null)
        {
            completed = completed with { Rebuild = RebuildComparison.Compare(origin, manifest, views) };
        }

        shelf.WriteManifest(set, manifest with { Rebuild = completed.Rebuild });
        return completed;
    }

    private TrainingJoin JoinOf(TrainingSet set, FeatureSelection selection, IReadOnlyList<TrainingJoinView> views) => new()
    {
        Frame = new FrameFile(shelf.FrameOf(set), set.Definition.FrameName),
        TimestampColumn = set.Definition.TimestampColumn,
        Views = views,
        OnDemand = TrainingSetSources.OnDemandOf(selection),
        AsKnownAt = set.Definition.AsKnownAt ?? set.CreatedAt,
        AsKnownAtEntityTime = set.Definition.AsKnownAtEntityTime,
        OutputPath = shelf.ResultOf(set),

        // What is known later than the set was asked for may be known to some views only, when the others were joined before.
        Checkpoints = set.Definition.AsKnownAt > set.CreatedAt ? null : shelf.CheckpointsOf(set),
    };

    /// <summary>Joins, and hashes the offline files meanwhile.</summary>
    private async Task<(TrainingJoinResult Result, IReadOnlyDictionary<string, string> Offline)> JoinAsync(
        TrainingJoin join, RunProgress progress, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var hashing = hashes.OfOfflineAsync([.. join.Views.SelectMany(static view => view.Snapshot.Files)], either.Token);
        try
        {
            var result = await engine.JoinAsync(join, progress, cancellationToken).ConfigureAwait(false);
            return (result, await hashing.ConfigureAwait(false));
        }
        catch
        {
            // The failure of the join is told; the hashing must not go on with files that nobody keeps any more.
            await either.CancelAsync().ConfigureAwait(false);
            await ((Task)hashing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    private async Task<MadeFiles> MeasureAsync(
        TrainingSet set, TrainingJoin join, TrainingJoinResult result, IReadOnlyDictionary<string, string> offline, CancellationToken cancellationToken) => new()
    {
        FrameBytes = new FileInfo(join.Frame.Path).Length,
        FrameSha256 = await FileHash.OfAsync(join.Frame.Path, cancellationToken).ConfigureAwait(false),
        Offline = offline,
        HistoryRows = result.HistoryRows,
        Costs = result.Costs,
        Quality = await CheckedAsync(join, cancellationToken).ConfigureAwait(false),
        Columns = await engine.DescribeAsync(join.OutputPath, result.Columns, cancellationToken).ConfigureAwait(false),
        Result = new ManifestResult(result.Rows, result.Bytes, await FileHash.OfAsync(join.OutputPath, cancellationToken).ConfigureAwait(false)),
        Splits = await SplitAsync(set, join, cancellationToken).ConfigureAwait(false),
    };

    private async Task<IReadOnlyList<ManifestCheck>> CheckedAsync(TrainingJoin join, CancellationToken cancellationToken)
    {
        var checks = new List<ManifestCheck>();
        foreach (var source in join.Views.Select(static view => view.View.Source).Distinct().Order(StringComparer.Ordinal))
        {
            checks.AddRange(quality is null ? [] : await quality.GetLatestAsync(source, cancellationToken).ConfigureAwait(false));
        }

        return [.. checks.DistinctBy(static check => (check.Source, check.Rule))]; // Views may share what their sources are made from.
    }

    private async Task<IReadOnlyList<ManifestSplit>> SplitAsync(TrainingSet set, TrainingJoin join, CancellationToken cancellationToken)
    {
        if (set.Definition.Splits is not { } splits)
        {
            return [];
        }

        string[] paths = [.. splits.Parts.Select(part => shelf.SplitOf(set, part.Name))];
        var rows = await engine.SplitAsync(new TrainingSplit(join.OutputPath, join.TimestampColumn, splits, paths), cancellationToken).ConfigureAwait(false);
        var files = new List<ManifestSplit>();
        for (var i = 0; i < paths.Length; i++)
        {
            var hash = await FileHash.OfAsync(paths[i], cancellationToken).ConfigureAwait(false);
            files.Add(new ManifestSplit(splits.Parts[i].Name, rows[i], new FileInfo(paths[i]).Length, hash));
        }

        return files;
    }

    /// <summary>Reports on the thread that works: the usual <see cref="Progress{T}"/> may report a step after the end.</summary>
    private sealed class RunProgress(IRun run) : IProgress<TrainingJoinProgress>
    {
        public void Report(TrainingJoinProgress value) => run.Report(value.Done, value.Total > 0 ? value.Total : null);
    }
}
