using Catalog.Web.Examples;
using FeatureStore.Model;
using FeatureStore.Ports;

namespace Catalog.Web.Queries;

/// <summary>Reads what there is to train on. Thread-safe.</summary>
public sealed class OfflineHistoryQuery(IOfflineManifest manifest, IEnumerable<OfflineFolder> folders)
{
    /// <summary>The complete snapshot of this moment.</summary>
    public async Task<OfflineHistory> GetAsync(FeatureViewId view, CancellationToken cancellationToken)
    {
        var snapshot = await manifest.GetSnapshotAsync(view, cancellationToken);
        return new OfflineHistory(snapshot.Number, [.. snapshot.Files.Where(static file => file.RowCount > 0)], folders.FirstOrDefault()?.Path);
    }
}
