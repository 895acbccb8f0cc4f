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
            static selected => selected.Selection.Views.Select(static view => view.View.Id),
            served,
            (view, token) => barrier?.FlushAsync(view, token) ?? Task.CompletedTask,
            cancellationToken).ConfigureAwait(false);
        return error is null ? selection : throw error;
    }

    /// <summary>Keeps the files of the snapshots taken from now on until the result is disposed.</summary>
    internal IDisposable BeginRead() => replaced.BeginRead();

    /// <summary>The views of a settled selection, each with its snapshot and the features taken.</summary>
    internal async Task<IReadOnlyList<TrainingJoinView>> TakeSnapshotsAsync(FeatureSelection selection, CancellationToken cancellationToken)
    {
        var views = new List<TrainingJoinView>();
        for (var place = 0; place < selection.Views.Count; place++)
        {
            var selected = selection.Views[place];
            var snapshot = await manifest.GetSnapshotAsync(selected.View.Id, cancellationToken).ConfigureAwait(false);
            var names = selection.Columns.Where(static column => !column.IsComputed).ToDictionary(static column => column.Source, static column => column.Name);
            var features = selection.Reads.Index().Where(read => read.Item.View == place).Select(read => (read.Item.Feature, names.GetValueOrDefault(read.Index)));
            views.Add(new TrainingJoinView(selected.View, snapshot, [.. features], selected.KeyColumns));
        }

        return views;
    }

    private (FeatureSelection Selection, FeatureStoreException? Error) Select(TrainingSetDefinition definition)
    {
        var selector = new FeatureSelector(served, definition.FullFeatureNames);
        var selection = selector.Select(definition.Features, definition.FeatureService);
        return (selection, selector.Errors.Count > 0 ? FeatureStoreException.Combine(selector.Errors) : null);
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
