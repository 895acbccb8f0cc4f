using FeatureStore.Diagnostics;
using FeatureStore.Erasures;
using FeatureStore.Model;
using FeatureStore.Ports;
using Microsoft.Extensions.Options;

namespace FeatureStore.Materialization;

/// <summary>Opens the writers of feature views. Thread-safe.</summary>
public sealed class ViewWriterFactory
{
    private readonly IOnlineStore _online;
    private readonly IOfflineFiles _files;
    private readonly IOfflineManifest _manifest;
    private readonly ReplacedFiles _replaced;
    private readonly FeatureStoreMetrics _metrics;
    private readonly IOptions<FeatureStoreOptions> _options;
    private readonly AppliedPositions _positions;
    private readonly IOneSidedKeys? _oneSided;
    private readonly TimeProvider _clock;
    private readonly ErasedEntities _erased;

    internal ViewWriterFactory(
        IOnlineStore online,
        IOfflineFiles files,
        IOfflineManifest manifest,
        ReplacedFiles replaced,
        FeatureStoreMetrics metrics,
        IOptions<FeatureStoreOptions> options,
        AppliedPositions? positions = null,
        IOneSidedKeys? oneSided = null,
        TimeProvider? clock = null,
        ErasedEntities? erased = null)
    {
        (_online, _files, _manifest, _replaced, _metrics, _options) = (online, files, manifest, replaced, metrics, options);
        (_positions, _oneSided, _clock) = (positions ?? new AppliedPositions(), oneSided, clock ?? TimeProvider.System);
        _erased = erased ?? new ErasedEntities(store: null, _clock);
    }

    /// <summary>As the other overload, where a partition can have no other writer.</summary>
    public Task<ViewWriter> OpenAsync(FeatureView view, int partition, CancellationToken cancellationToken) => OpenAsync(view, partition, 0, cancellationToken);

    /// <summary>Opens the writer of one view version and partition; its <see cref="ViewWriter.Position"/> says where to begin in the log. Writers of earlier epochs record no file any more.</summary>
    /// <param name="view">The view version.</param>
    /// <param name="partition">Partition of its source.</param>
    /// <param name="epoch">Counts the owners of the partition.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.WriterFenced"/> when the partition has a later owner; a store failed.</exception>
    public async Task<ViewWriter> OpenAsync(FeatureView view, int partition, long epoch, CancellationToken cancellationToken)
    {
        await _manifest.FenceAsync(view.Id, partition, epoch, cancellationToken).ConfigureAwait(false);
        var snapshot = await _manifest.GetSnapshotAsync(view.Id, cancellationToken).ConfigureAwait(false);
        var progress = new OnlineProgress(view, partition, _positions, _oneSided);
        var mark = new OnlineMark(_online, view.Id, partition, _clock);
        var onlineEnd = view.Online ? await mark.OpenAsync(cancellationToken).ConfigureAwait(false) : long.MaxValue;
        return new ViewWriter(view, partition, epoch, snapshot, onlineEnd, _options.Value.ChunkSequences, _online, _files, _manifest, _replaced, _metrics, progress, mark, _erased);
    }

    /// <summary>
    /// Removes everything that was written for a view version from both stores. The files themselves go once no reader can hold them any more.
    /// </summary>
    public async Task DropAsync(FeatureView view, CancellationToken cancellationToken)
    {
        _positions.Forget(view.Id);
        await OnlineMark.DeleteAsync(_online, view.Id, cancellationToken).ConfigureAwait(false);
        foreach (var name in new Rows.OnlineLayout(view).All)
        {
            await _online.DeleteViewAsync(name, cancellationToken).ConfigureAwait(false);
        }

        _replaced.Add(await _manifest.DropAsync(view.Id, cancellationToken).ConfigureAwait(false));
    }
}
