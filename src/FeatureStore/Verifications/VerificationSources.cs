using FeatureStore.Materialization;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace FeatureStore.Verifications;

/// <summary>What the lookups of one view version are compared with, once everything that had arrived is in its offline files.</summary>
/// <param name="registry">The definitions.</param>
/// <param name="manifest">The file lists.</param>
/// <param name="replaced">Keeps the files of a snapshot while it is read.</param>
/// <param name="oneSided">The keys with events in one store only; null where none are noted.</param>
/// <param name="barrier">Waits for the writers; null where this process has none.</param>
internal sealed class VerificationSources(
    IFeatureRegistry registry, IOfflineManifest manifest, ReplacedFiles replaced, IOneSidedKeys? oneSided, IMaterializationBarrier? barrier)
{
    /// <summary>Keeps the files of the snapshots taken from now on until the result is disposed.</summary>
    internal IDisposable BeginRead() => replaced.BeginRead();

    /// <summary>The definition of a view version; null when it is not kept any more.</summary>
    internal FeatureView? FindView(FeatureViewId view) => registry.FindView(view.Name, view.Version);

    /// <summary>The view in force; null when there is none of that name.</summary>
    internal FeatureView? FindNewestView(string name) => registry.FindView(name);

    /// <summary>The definition of a version of an on-demand view; null when it is not kept any more.</summary>
    internal OnDemandFeatureView? FindOnDemandView(FeatureViewId view) => registry.FindOnDemandView(view.Name, view.Version);

    /// <summary>Waits until everything that had arrived is in the files of a view version.</summary>
    internal Task FlushAsync(FeatureViewId view, CancellationToken cancellationToken) => barrier?.FlushAsync(view, cancellationToken) ?? Task.CompletedTask;

    /// <summary>The files of a view version, once everything that had arrived is in them.</summary>
    internal async Task<OfflineSnapshot> TakeSnapshotAsync(FeatureViewId view, CancellationToken cancellationToken)
    {
        await FlushAsync(view, cancellationToken).ConfigureAwait(false);
        return await GetSnapshotAsync(view, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The files of a view version as they are.</summary>
    internal Task<OfflineSnapshot> GetSnapshotAsync(FeatureViewId view, CancellationToken cancellationToken) => manifest.GetSnapshotAsync(view, cancellationToken);

    /// <summary>The keys with events in one store only, each with the first of them.</summary>
    internal async Task<IReadOnlyDictionary<EntityKey, long>> ListOneSidedAsync(FeatureViewId view, CancellationToken cancellationToken)
        => oneSided is null ? new Dictionary<EntityKey, long>() : await oneSided.ListAsync(view, cancellationToken).ConfigureAwait(false);
}
