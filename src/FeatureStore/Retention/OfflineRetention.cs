using Catalog.Core.Values;
using FeatureStore.Diagnostics;
using FeatureStore.Materialization;
using FeatureStore.Model;
using FeatureStore.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FeatureStore.Retention;

/// <summary>
/// Removes the rows of a view version that are older than what is kept and that no later row of the key needs: files with many of them are written anew and exchanged in the manifest, beside writers, readers, compaction and
/// erasures. The horizon is recorded before the first row goes, so that nobody takes what is gone for what never was. Thread-safe, also between processes.
/// </summary>
internal sealed class OfflineRetention(
    IRetentionEngine engine, IOfflineManifest manifest, ReplacedFiles replaced, FeatureStoreMetrics metrics, TimeProvider clock, IOptions<FeatureStoreOptions> options, ILogger<OfflineRetention> logger)
{
    /// <summary>The part of a file's rows that must be due before the others are written anew: each of these is written at most three times for each row that goes.</summary>
    private const double LeastPart = 0.25;

    /// <summary>Removes what is due of a view version.</summary>
    /// <param name="view">The view version.</param>
    /// <param name="cancellationToken">Stops it; what was removed stays so.</param>
    /// <returns>How many rows went.</returns>
    /// <exception cref="FeatureStoreException">A file cannot be read or written; those not yet exchanged stay as they are.</exception>
    internal async Task<long> ApplyAsync(FeatureView view, CancellationToken cancellationToken)
    {
        var retention = options.Value.Offline.Retention;
        if (retention == TimeSpan.Zero)
        {
            return 0;
        }

        var time = KeptHistory.HorizonOf(view, Instant.Now(clock), retention);
        using var reading = replaced.BeginRead();
        var snapshot = await manifest.GetSnapshotAsync(view.Id, cancellationToken).ConfigureAwait(false);
        OfflineFile[] old = [.. snapshot.Files.Where(file => file.RowCount > 0 && file.MinEventTime < time)];
        if (old.Length == 0)
        {
            return 0;
        }

        using var pass = await engine.OpenAsync(view, old, time, cancellationToken).ConfigureAwait(false);
        var due = new List<DueFile>();
        foreach (var file in old)
        {
            var found = await pass.CountAsync(file, cancellationToken).ConfigureAwait(false);
            if (found.Rows > 0 && found.Rows >= LeastPart * file.RowCount)
            {
                due.Add(found);
            }
        }

        return due.Count == 0 ? 0 : await RemoveAsync(view, pass, due, new OfflineHorizon(time, pass.LastSequence), cancellationToken).ConfigureAwait(false);
    }

    private async Task<long> RemoveAsync(FeatureView view, IRetentionPass pass, List<DueFile> due, OfflineHorizon horizon, CancellationToken cancellationToken)
    {
        await manifest.RaiseHorizonAsync(view.Id, horizon, cancellationToken).ConfigureAwait(false);
        var (files, rows, bytes) = (0, 0L, 0L);
        foreach (var found in due)
        {
            var written = await pass.RewriteAsync(found, cancellationToken).ConfigureAwait(false);
            if (await manifest.ReplaceAsync(view.Id, [found.File], written, cancellationToken).ConfigureAwait(false))
            {
                replaced.Add([found.File]);
                metrics.RowsNotKept(view.Name, found.Rows);
                (files, rows, bytes) = (files + 1, rows + found.Rows, bytes + found.File.ByteCount - written.ByteCount);
            }

            // Otherwise a writer, a compaction or an erasure was faster: the next turn finds the rows in their file.
        }

        if (files > 0)
        {
            Log.RowsNotKept(logger, view.Id.ToString(), rows, files, bytes, horizon.Time.ToString());
        }

        return rows;
    }
}
