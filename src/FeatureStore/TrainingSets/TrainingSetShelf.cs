using Catalog.Core.Values;
using FeatureStore.Diagnostics;
using FeatureStore.Model;
using FeatureStore.Ports;
using Microsoft.Extensions.Logging;

namespace FeatureStore.TrainingSets;

/// <summary>Keeps the record of a training set and its files in step while it is built. Every step may be repeated after a crash.</summary>
internal sealed class TrainingSetShelf(ITrainingSetStore store, TrainingSetFiles files, TimeProvider clock, ILogger<TrainingSetShelf> logger)
{
    /// <summary>For how long another process may not have come to removing what it has.</summary>
    private static readonly TimeSpan OtherProcess = TimeSpan.FromHours(1);

    /// <summary>The record as it stands; null when it was deleted.</summary>
    internal Task<TrainingSet?> FindAsync(Guid id, CancellationToken cancellationToken) => store.FindAsync(id, cancellationToken);

    /// <summary>Writes how far it is.</summary>
    internal Task SaveAsync(TrainingSet set, CancellationToken cancellationToken) => store.SaveAsync(set, cancellationToken);

    /// <summary>Where its entity frame lies, or is to be made.</summary>
    /// <exception cref="FeatureStoreException">It is not there any more.</exception>
    internal string FrameOf(TrainingSet set) => set.Definition.Range is not null ? files.MadeFrameOf(set.Id) : files.FindFrame(set.Id) ?? throw new FeatureStoreException(
        FeatureStoreErrorCode.InvalidEntityFrame, $"The entity frame '{set.Definition.FrameName}' of '{set.Name}' is not there any more. Send it again.");

    /// <summary>Where its result is to be written.</summary>
    internal string ResultOf(TrainingSet set) => files.ResultOf(set.Id);

    /// <summary>Where what is joined of it is kept, while it is built.</summary>
    internal TrainingJoinCheckpoints CheckpointsOf(TrainingSet set) => files.CheckpointsOf(set.Id);

    /// <summary>Where one part of its result is to be written.</summary>
    internal string SplitOf(TrainingSet set, string split) => files.SplitOf(set.Id, split);

    /// <summary>The manifest that it is rebuilt from; null when it is made anew.</summary>
    /// <exception cref="FeatureStoreException">It should be there and is not, or is damaged.</exception>
    internal TrainingSetManifest? FindOrigin(TrainingSet set) => set.RebuildOf is not { } name ? null : files.FindOrigin(set.Id) ?? throw new FeatureStoreException(
        FeatureStoreErrorCode.ManifestNotFound, $"The manifest of '{name}' that '{set.Name}' is rebuilt from is not there any more. Rebuild it again.");

    /// <summary>Writes what it was made of, durably: before its record says that it is complete.</summary>
    internal void WriteManifest(TrainingSet set, TrainingSetManifest manifest) => files.WriteManifest(set.Id, manifest);

    /// <summary>Keeps a complete training set and lets go of the one whose name it takes over.</summary>
    internal async Task KeepAsync(TrainingSet completed, CancellationToken cancellationToken)
    {
        var replaced = await store.CompleteAsync(completed with { EndedAt = Instant.Now(clock) }, cancellationToken).ConfigureAwait(false);
        if (replaced is null)
        {
            files.Delete(completed.Id);
            return;
        }

        foreach (var former in replaced)
        {
            files.Delete(former.Id);
        }

        files.ForgetBuilding(completed.Id);
        Log.TrainingSetBuilt(logger, completed.Name, completed.RowCount, completed.ByteCount);
    }

    /// <summary>Ends one that gave no result.</summary>
    internal async Task EndAsync(TrainingSet ended, CancellationToken cancellationToken)
    {
        await store.SaveAsync(ended with { EndedAt = Instant.Now(clock) }, cancellationToken).ConfigureAwait(false);
        files.Delete(ended.Id);
    }

    /// <summary>Removes the files of one whose record is gone.</summary>
    internal void Clear(Guid id) => files.Delete(id);

    /// <summary>Those that the end of an earlier process cut off and whose folder is here, oldest first. A folder that is not here lies with another process.</summary>
    internal async Task<IEnumerable<Guid>> ListCutOffAsync(CancellationToken cancellationToken)
    {
        var unfinished = await store.ListUnfinishedAsync(cancellationToken).ConfigureAwait(false);
        return unfinished.Select(static set => set.Id).Where(files.Has);
    }

    /// <summary>Removes those that are not kept any longer. One whose files lie with another process is left to it for a while.</summary>
    internal async Task ClearExpiredAsync(CancellationToken cancellationToken)
    {
        var now = Instant.Now(clock);
        var sets = await store.ListNamedAsync(TrainingSetRequest.TemporaryPrefix, cancellationToken).ConfigureAwait(false);
        foreach (var set in sets)
        {
            // One whose name another one is about to take over goes when that is complete.
            if (set.KeptUntil is { } until && !sets.Any(other => other.Name == set.Name && !other.HasEnded) && until + (files.Has(set.Id) ? TimeSpan.Zero : OtherProcess) <= now)
            {
                await store.DeleteAsync(set.Name, cancellationToken).ConfigureAwait(false);
                files.Delete(set.Id);
            }
        }
    }

    /// <summary>Removes the files of a crash that came before their record was written, and those that a process had still to remove when it died: all of one that gave no result, and what only the building of a complete one needed.</summary>
    internal async Task ClearOrphansAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        files.ClearRemoved();
        foreach (var id in files.ListUntouchedSince(clock.GetUtcNow() - age))
        {
            switch (await store.FindAsync(id, cancellationToken).ConfigureAwait(false))
            {
                case null or { State: TrainingSetState.Failed or TrainingSetState.Cancelled }:
                    files.Delete(id);
                    break;
                case { State: TrainingSetState.Completed }:
                    files.ForgetBuilding(id);
                    break;
                default:
                    break;
            }
        }
    }
}
