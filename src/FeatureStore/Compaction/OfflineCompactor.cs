using FeatureStore.Diagnostics;
using FeatureStore.Materialization;
using FeatureStore.Model;
using FeatureStore.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FeatureStore.Compaction;

/// <summary>
/// Merges the small files that a view's writer leaves into large ones sorted by key and time, which training sets read faster. Readers and the writer go on meanwhile: the manifest exchanges the
/// files in one step, and those exchanged stay for the readers of older snapshots. Thread-safe, also between processes: of two that merge the same files one is recorded, and both have written the
/// same rows under the same name.
/// </summary>
public sealed class OfflineCompactor
{
    private readonly IOfflineFiles _files;
    private readonly IOfflineManifest _manifest;
    private readonly ReplacedFiles _replaced;
    private readonly FeatureStoreMetrics _metrics;
    private readonly IOptions<FeatureStoreOptions> _options;
    private readonly ILogger<OfflineCompactor> _logger;

    internal OfflineCompactor(
        IOfflineFiles files, IOfflineManifest manifest, ReplacedFiles replaced, FeatureStoreMetrics metrics, IOptions<FeatureStoreOptions> options, ILogger<OfflineCompactor> logger)
        => (_files, _manifest, _replaced, _metrics, _options, _logger) = (files, manifest, replaced, metrics, options, logger);

    /// <summary>Merges all that is due of a view version, merge by merge.</summary>
    /// <param name="view">The view version.</param>
    /// <param name="cancellationToken">Stops it; what was merged stays so.</param>
    /// <returns>How many merges were made.</returns>
    /// <exception cref="FeatureStoreException">A file cannot be read or written; the files stay as they are.</exception>
    public async Task<int> CompactAsync(FeatureView view, CancellationToken cancellationToken)
    {
        var merges = 0;
        while (await MergeNextAsync(view, cancellationToken).ConfigureAwait(false))
        {
            merges++;
        }

        return merges;
    }

    private async Task<bool> MergeNextAsync(FeatureView view, CancellationToken cancellationToken)
    {
        using var reading = _replaced.BeginRead();
        var snapshot = await _manifest.GetSnapshotAsync(view.Id, cancellationToken).ConfigureAwait(false);
        if (CompactionPlan.Next(snapshot.Files, _options.Value.ChunkSequences, _options.Value.Compaction) is not { } files)
        {
            return false;
        }

        var range = new LogRange(files[0].Partition, files[0].FirstSequence, files[^1].EndSequence);
        var merged = await _files.MergeAsync(view, range, files, cancellationToken).ConfigureAwait(false);
        if (!await _manifest.ReplaceAsync(view.Id, files, merged, cancellationToken).ConfigureAwait(false))
        {
            // Another process was faster, or the view was dropped; the file is theirs, or is cleared away as one that nobody names.
            return false;
        }

        _replaced.Add(files);
        _metrics.OfflineFilesMerged(view.Name, files.Count, merged);
        Log.OfflineFilesMerged(_logger, view.Id.ToString(), files.Count, merged.RowCount, merged.ByteCount);
        return true;
    }
}
