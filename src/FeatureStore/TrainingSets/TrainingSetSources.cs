using FeatureStore.Materialization;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Selection;

namespace FeatureStore.TrainingSets;

/// <summary>What a training set is made from: the definitions, and the snapshots of their offline files once everything that had arrived is in them.</summary>
/// <param name="served">The definitions, with the version of each view that answers.</param>
/// <param name="manifest">The file lists.</param>
/// <param name="replaced">Keeps the files of a snapshot while it is read.</param>
/// <param name="barrier">Waits for the writers; null where this process has none.</param>
internal sealed class TrainingSetSources(
    ServedVersions served, IOfflineManifest manifest, ReplacedFiles replaced, IMaterializationBarrier? barrier)
{
    /// <summary>Looks up the features; what is wrong by now comes as the error, with what was found beside it.</summary>
    internal async Task<(FeatureSelection Selection, FeatureStoreException? Error)> SelectAsync(TrainingSetDefinition definition, CancellationToken cancellationToken)
    {
        await served.RefreshAsync(cancellationToken).ConfigureAwait(false);
        return Select(definition);
    }

    /// <summary>As <see cref="SelectAsync"/>, once everything that had arrived is in the offline files of what is selected.</summary>
    /// <exception cref="FeatureStoreException">The features cannot be selected any more.</exception>
    /// <exception cref="Catalog.Core.Errors.CatalogException">The writer of a view is failing.</exception>
    internal async Task<FeatureSelection> SettleAsync(TrainingSetDefinition definition, CancellationToken cancellationToken)
    {
        var (selection, error) = await SettledSelection.SelectAsync(
            () => Select(definition),
            static selected => selected.Selection.AllViews.Select(static view => view.Id),
            served,
            (view, token) => barrier?.FlushAsync(view, token) ?? Task.CompletedTask,
            cancellationToken).ConfigureAwait(false);
        return error is null ? selection : throw error;
    }

    /// <summary>Keeps the files of the snapshots taken from now on until the result is disposed.</summary>
    internal IDisposable BeginRead() => replaced.BeginRead();

    /// <summary>The views of a settled selection, each with its snapshot and the features taken.</summary>
    /// <param name="selection">The selection.</param>
    /// <param name="origin">The manifest whose ranges of the event log are read, and no others; null for all that is there.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    internal async Task<IReadOnlyList<TrainingJoinView>> TakeSnapshotsAsync(FeatureSelection selection, TrainingSetManifest? origin, CancellationToken cancellationToken)
    {
        var views = new List<TrainingJoinView>();
        for (var place = 0; place < selection.Views.Count; place++)
        {
            var selected = selection.Views[place];
            var ranges = origin?.Views[place].Ranges;
            var snapshot = await manifest.GetSnapshotAsync(selected.View.Id, cancellationToken).ConfigureAwait(false);
            var names = selection.Columns.Where(static column => !column.IsComputed).ToDictionary(static column => column.Source, static column => column.Name);
            var features = selection.Reads.Index().Where(read => read.Item.View == place).Select(read => (read.Item.Feature, names.GetValueOrDefault(read.Index)));
            views.Add(new TrainingJoinView(selected.View, ranges is null ? snapshot : snapshot.Within(ranges), [.. features], selected.KeyColumns) { Ranges = ranges });
        }

        return views;
    }

    /// <summary>The entity frame that is to be made of the rows of views.</summary>
    /// <param name="frame">What it is made of.</param>
    /// <param name="joined">The views that are joined to it: where they are its own, of the same snapshot.</param>
    /// <param name="join">The join.</param>
    /// <param name="range">Which rows.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    internal async Task<TrainingFrame> TakeFrameAsync(
        SelectedFrame frame, IReadOnlyList<TrainingJoinView> joined, TrainingJoin join, TrainingSetRange range, CancellationToken cancellationToken)
    {
        var views = new List<TrainingFrameView>();
        foreach (var used in frame.Views)
        {
            var snapshot = joined.FirstOrDefault(view => view.View.Id == used.View.Id)?.Snapshot ?? await manifest.GetSnapshotAsync(used.View.Id, cancellationToken).ConfigureAwait(false);
            views.Add(new TrainingFrameView(used.View, snapshot, used.KeyColumns));
        }

        return new TrainingFrame
        {
            Name = join.Frame.Name,
            Path = join.Frame.Path,
            TimestampColumn = join.TimestampColumn,
            Range = range,
            Views = views,
            AsKnownAt = join.AsKnownAt,
            AsKnownAtEntityTime = join.AsKnownAtEntityTime,
        };
    }

    /// <summary>Looks up the features by the definitions that a manifest names.</summary>
    internal (FeatureSelection Selection, FeatureStoreException? Error) Select(TrainingSetDefinition definition, TrainingSetManifest origin)
    {
        // The frame is there, whatever became of what it was made of.
        var (selection, errors, _) = SelectAll(definition, new ManifestVersions(origin, served.Registry));
        return (selection, errors.Count > 0 ? FeatureStoreException.Combine(errors) : CheckSame(selection, origin));
    }

    private (FeatureSelection Selection, FeatureStoreException? Error) Select(TrainingSetDefinition definition)
    {
        var (selection, errors, frameErrors) = SelectAll(definition, served);
        return (selection, errors.Count + frameErrors.Count > 0 ? FeatureStoreException.Combine([.. errors, .. frameErrors]) : null);
    }

    /// <summary>Looks up the features, and what the frame is made of, by one state of the definitions.</summary>
    internal static (FeatureSelection Selection, IReadOnlyList<FeatureStoreException> Errors, IReadOnlyList<FeatureStoreException> FrameErrors) SelectAll(
        TrainingSetDefinition definition, IViewVersions versions)
    {
        var selector = new FeatureSelector(versions, definition.FullFeatureNames);
        var selection = selector.Select(definition.Features, definition.FeatureService);
        if (definition.Range is not { } range)
        {
            return (selection, selector.Errors, []);
        }

        var frame = new FrameSelector(range, selection, versions);
        return (selection with { Frame = frame.Select() }, selector.Errors, frame.Errors);
    }

    /// <summary>The ranges of the event log stand in the order of the views.</summary>
    private static FeatureStoreException? CheckSame(FeatureSelection selection, TrainingSetManifest origin)
    {
        var (now, was) = (selection.Views.Select(static view => view.View.Id.ToString()), origin.Views.Select(static view => new FeatureViewId(view.View, view.Version).ToString()));
        return now.SequenceEqual(was, StringComparer.Ordinal) ? null : new FeatureStoreException(
            FeatureStoreErrorCode.InvalidRequest,
            $"The training set '{origin.Name}' cannot be rebuilt: its features are of {string.Join(", ", now)} by now, and its manifest names {string.Join(", ", was)}. Make a new training set.");
    }

    /// <summary>The on-demand views of a selection, each with where its inputs come from.</summary>
    internal static IReadOnlyList<TrainingJoinOnDemand> OnDemandOf(FeatureSelection selection)
        => [.. selection.OnDemand.Select((view, place) => new TrainingJoinOnDemand(
            view.Plan,
            [.. view.Inputs.Select(input => InputOf(selection, input))],
            [.. selection.Columns.Where(column => column.IsComputed && column.Source == place).Select(static column => (column.Feature, column.Name))]))];

    private static TrainingJoinInput InputOf(FeatureSelection selection, SelectedInput input)
    {
        if (input.IsRequest)
        {
            return new TrainingJoinInput(input.Place, selection.Requests[input.Source].Name, View: -1, Feature: -1);
        }

        var view = selection.Reads[input.Source].View;
        return new TrainingJoinInput(input.Place, FrameColumn: null, view, selection.Reads.Take(input.Source).Count(read => read.View == view));
    }
}
