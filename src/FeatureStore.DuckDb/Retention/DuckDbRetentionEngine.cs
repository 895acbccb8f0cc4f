using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.Model;
using FeatureStore.Ports;

namespace FeatureStore.DuckDb.Retention;

/// <summary>Finds old rows with DuckDB, which spills what does not fit into memory.</summary>
internal sealed class DuckDbRetentionEngine(OfflineDatabase database) : IRetentionEngine
{
    public async Task<IRetentionPass> OpenAsync(FeatureView view, IReadOnlyList<OfflineFile> files, Instant time, CancellationToken cancellationToken)
    {
        using var opened = await database.Storage.OpenAsync(files, cancellationToken).ConfigureAwait(false);
        return await DuckDbEdge.RunAsync(
            $"Looking for the newest rows before {time} in {files.Count} offline files of '{view.Id}'",
            () => RetentionPass.Open(database, view, opened.Paths, time, cancellationToken),
            cancellationToken).ConfigureAwait(false);
    }
}
