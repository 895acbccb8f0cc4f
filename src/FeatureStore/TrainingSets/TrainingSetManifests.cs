using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Ports;

namespace FeatureStore.TrainingSets;

/// <summary>Reads the manifests of training sets and rebuilds from them, for every door alike. Thread-safe.</summary>
public sealed class TrainingSetManifests
{
    private const string RebuiltEnding = "-rebuilt";

    private readonly ITrainingSetStore _store;
    private readonly TrainingSetFiles _files;
    private readonly TrainingSetShelf _shelf;
    private readonly TrainingSetRunner _runner;
    private readonly TimeProvider _clock;

    internal TrainingSetManifests(ITrainingSetStore store, TrainingSetFiles files, TrainingSetShelf shelf, TrainingSetRunner runner, TimeProvider clock)
        => (_store, _files, _shelf, _runner, _clock) = (store, files, shelf, runner, clock);

    /// <summary>The manifest of a complete training set.</summary>
    /// <exception cref="FeatureStoreException">
    /// <see cref="FeatureStoreErrorCode.TrainingSetNotFound"/>, <see cref="FeatureStoreErrorCode.TrainingSetNotComplete"/>, or <see cref="FeatureStoreErrorCode.ManifestNotFound"/> when it was made
    /// before manifests were kept.
    /// </exception>
    public async Task<TrainingSetManifest> GetAsync(string name, CancellationToken cancellationToken)
    {
        var set = await TrainingSetRecords.GetCompleteAsync(_store, name, cancellationToken).ConfigureAwait(false);
        return ManifestOf(set);
    }

    /// <summary>The manifest of a training set; null while it is not complete, and where it was made before manifests were kept.</summary>
    public TrainingSetManifest? Find(TrainingSet set) => set.State == TrainingSetState.Completed ? _files.FindManifest(set.Id) : null;

    /// <summary>The name of a rebuild for which none is given.</summary>
    /// <param name="name">Name of the training set.</param>
    public static string RebuiltNameOf(string name) => name[..Math.Min(name.Length, TrainingSetChecker.LongestName - RebuiltEnding.Length)] + RebuiltEnding;

    /// <summary>
    /// Builds a training set in the background from what the manifest of another names: the rows of the same ranges of the event log, whichever files hold them by now, by the same view versions and
    /// settings, for the same entity frame. Its record then tells whether the bytes are the same. The other stays as it is.
    /// </summary>
    /// <param name="name">Name of the other.</param>
    /// <param name="rebuildName">Name for it; null for that of the other with <c>-rebuilt</c>, which takes the place of an earlier rebuild.</param>
    /// <param name="overwrite">Whether a complete training set of that name is replaced that is no rebuild of the other.</param>
    /// <param name="requestedBy">Who asks; null when nobody is known.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="FeatureStoreException">As <see cref="GetAsync"/>; <see cref="FeatureStoreErrorCode.TrainingSetExists"/> when the name is taken, <see cref="FeatureStoreErrorCode.InvalidRequest"/>
    /// when it is not legal, <see cref="FeatureStoreErrorCode.InvalidEntityFrame"/> when the frame is gone, and
    /// <see cref="FeatureStoreErrorCode.StorageUnavailable"/> when there is no room for a copy of it.</exception>
    public async Task<TrainingSet> RebuildAsync(string name, string? rebuildName, bool overwrite, string? requestedBy, CancellationToken cancellationToken)
    {
        FreeText.Check("requestedBy", requestedBy);
        var origin = await TrainingSetRecords.GetCompleteAsync(_store, name, cancellationToken).ConfigureAwait(false);
        var manifest = ManifestOf(origin);
        var target = rebuildName ?? RebuiltNameOf(name);
        if (TrainingSetChecker.CheckName(target) is { } finding)
        {
            throw finding.Error;
        }

        if (target == name)
        {
            throw new FeatureStoreException(
                FeatureStoreErrorCode.InvalidRequest, $"The training set '{name}' cannot be rebuilt under its own name: it stays, so that both can be compared. Give another name, or none for '{RebuiltNameOf(name)}'.");
        }

        var existing = await _store.FindAsync(target, cancellationToken).ConfigureAwait(false);
        var now = Instant.Now(_clock);
        var set = new TrainingSet
        {
            Id = Guid.CreateVersion7(_clock.GetUtcNow()),
            Name = target,
            Definition = origin.Definition with { AsKnownAt = manifest.AsKnownAt },
            State = TrainingSetState.Queued,
            CreatedAt = now,
            RequestedBy = requestedBy,
            RebuildOf = name,
        };
        await _files.CopyForRebuildAsync(origin, set.Id, cancellationToken).ConfigureAwait(false);
        await AddAsync(set, overwrite || existing?.RebuildOf == name, cancellationToken).ConfigureAwait(false);
        await CopyAgainAsync(origin, set, cancellationToken).ConfigureAwait(false);
        _runner.Enqueue(set.Id);
        return set;
    }

    /// <summary>
    /// Copies once more as long as the origin was changed. An erasure waits for the sets that are recorded, so what it takes out of the origin after that, it takes out of the rebuild too; what it took out before may be in the copy.
    /// </summary>
    private async Task CopyAgainAsync(TrainingSet origin, TrainingSet set, CancellationToken cancellationToken)
    {
        try
        {
            while (!_files.IsCopyOf(origin, set.Id))
            {
                await _files.CopyForRebuildAsync(origin, set.Id, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            var error = exception as FeatureStoreException;
            var ended = set with { State = error is null ? TrainingSetState.Cancelled : TrainingSetState.Failed, ErrorCode = error?.Code, ErrorMessage = error?.Message };
            await _shelf.EndAsync(ended, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private async Task AddAsync(TrainingSet set, bool overwrite, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var former in await _store.AddAsync(set, overwrite, cancellationToken).ConfigureAwait(false))
            {
                _files.Delete(former.Id);
            }
        }
        catch
        {
            _files.Delete(set.Id);
            throw;
        }
    }

    private TrainingSetManifest ManifestOf(TrainingSet set) => _files.FindManifest(set.Id) ?? throw (!_files.Has(set.Id) ? TrainingSetRecords.FilesNotFound(set) : new FeatureStoreException(
        FeatureStoreErrorCode.ManifestNotFound, $"The training set '{set.Name}' has no manifest: it was made before manifests were kept. Make it again to have one."));
}
