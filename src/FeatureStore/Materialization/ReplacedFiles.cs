using Catalog.Core.Values;
using FeatureStore.Diagnostics;
using FeatureStore.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FeatureStore.Materialization;

/// <summary>
/// Deletes offline files that no snapshot names any more, but not under a reader: a file goes after the grace time of
/// <see cref="FeatureStoreOptions.ReplacedFileGrace"/> (which covers readers in other processes), and only once every reader of this process that
/// began before it was replaced has ended. Thread-safe.
/// </summary>
public sealed class ReplacedFiles
{
    // How far the clock of a storage may be ahead of ours; some round up to seconds, too.
    private static readonly TimeSpan MostSkew = TimeSpan.FromMinutes(5);

    // A writer touches its file as it goes, but may sort for a while before it begins; whatever the grace time is, nobody else takes such a file for dead before.
    private static readonly TimeSpan LeastPartialAge = TimeSpan.FromHours(1);

    private readonly IOfflineFiles _files;
    private readonly IOfflineManifest _manifest;
    private readonly TimeProvider _clock;
    private readonly IOptions<FeatureStoreOptions> _options;
    private readonly FeatureStoreMetrics? _metrics;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private readonly LinkedList<DateTimeOffset> _readers = [];
    private readonly Queue<(string Path, DateTimeOffset ReplacedAt)> _waiting = [];

    internal ReplacedFiles(
        IOfflineFiles files, IOfflineManifest manifest, TimeProvider clock, IOptions<FeatureStoreOptions> options, FeatureStoreMetrics? metrics = null, ILogger<ReplacedFiles>? logger = null)
        => (_files, _manifest, _clock, _options, _metrics, _logger) = (files, manifest, clock, options, metrics, logger ?? NullLogger<ReplacedFiles>.Instance);

    /// <summary>Keeps the files of every snapshot taken from now on until the result is disposed. Call it before taking the snapshot.</summary>
    public IDisposable BeginRead()
    {
        lock (_lock)
        {
            return new Reader(this, _readers.AddLast(_clock.GetUtcNow()));
        }
    }

    /// <summary>
    /// Deletes whatever no manifest names and nobody needs: files that were replaced, also by processes that are gone, those that were written and never recorded, and those that were not written to their end.
    /// </summary>
    /// <param name="isDryRun">Whether to only tell what would be deleted.</param>
    /// <param name="cancellationToken">Stops it; what was deleted stays so.</param>
    /// <exception cref="FeatureStoreException">The storage cannot be reached.</exception>
    public async Task<VacuumReport> VacuumAsync(bool isDryRun, CancellationToken cancellationToken)
    {
        var now = Instant.Now(_clock);
        var found = await FindUnneededAsync(now, cancellationToken).ConfigureAwait(false);
        if (found.Count > 0 && !isDryRun)
        {
            // Looked at again: a writer that died and came back may have written one of the same name since, and is about to record it.
            var still = (await FindUnneededAsync(now, cancellationToken).ConfigureAwait(false)).ToHashSet();
            found = [.. found.Where(still.Contains)];
            await DeleteAsync([.. found.Select(static file => (file.Path, file.ByteCount))], cancellationToken).ConfigureAwait(false);
        }

        return new VacuumReport(now, isDryRun, _options.Value.ReplacedFileGrace, found);
    }

    /// <summary>Notes files that were replaced.</summary>
    internal void Add(IEnumerable<OfflineFile> replaced)
    {
        lock (_lock)
        {
            foreach (var file in replaced.Where(static file => file.Path.Length > 0))
            {
                _waiting.Enqueue((file.Path, _clock.GetUtcNow()));
            }
        }
    }

    /// <summary>Deletes what this process has replaced and may be deleted by now. A view that was dropped and came back may have written the same names again.</summary>
    /// <returns>How many there were.</returns>
    internal async Task<int> DeleteDueAsync(CancellationToken cancellationToken)
    {
        var due = TakeDue();
        if (due.Count == 0)
        {
            return 0;
        }

        try
        {
            var skew = TimeSpan.FromTicks(Math.Min(_options.Value.ReplacedFileGrace.Ticks / 2, MostSkew.Ticks));
            var stored = await _files.ListAsync(cancellationToken).ConfigureAwait(false);

            // Asked after the listing: a file that was recorded in between is among the answer.
            var recorded = await _manifest.GetAllPathsAsync(cancellationToken).ConfigureAwait(false);
            (string Path, long ByteCount)[] files =
            [
                .. stored
                    .Where(file => due.TryGetValue(file.Path, out var replacedAt) && file.WrittenAt <= Instant.From(replacedAt + skew) && !recorded.Contains(file.Path))
                    .Select(static file => (file.Path, file.ByteCount)),
            ];
            await DeleteAsync(files, cancellationToken).ConfigureAwait(false);
            return files.Length;
        }
        catch
        {
            PutBack(due);
            throw;
        }
    }

    /// <summary>The files that may be deleted, ordered by path.</summary>
    private async Task<IReadOnlyList<VacuumedFile>> FindUnneededAsync(Instant now, CancellationToken cancellationToken)
    {
        var stored = await _files.ListAsync(cancellationToken).ConfigureAwait(false);

        // In this order: what is recorded after the listing, or replaced between the two questions, is among the answers.
        var recorded = await _manifest.GetAllPathsAsync(cancellationToken).ConfigureAwait(false);
        var replaced = await _manifest.GetReplacedAsync(cancellationToken).ConfigureAwait(false);
        return
        [
            .. stored
                .Where(file => !recorded.Contains(file.Path))
                .Select(file => replaced.TryGetValue(file.Path, out var at)
                    ? new VacuumedFile(file.Path, file.ByteCount, at, VacuumReason.Replaced)
                    : new VacuumedFile(file.Path, file.ByteCount, file.WrittenAt, file.IsPartial ? VacuumReason.Partial : VacuumReason.Unrecorded))
                .Where(file => IsUnneeded(file, now))
                .OrderBy(static file => file.Path, StringComparer.Ordinal),
        ];
    }

    private bool IsUnneeded(VacuumedFile file, Instant now)
    {
        var grace = _options.Value.ReplacedFileGrace;
        if (file.Reason == VacuumReason.Partial && grace < LeastPartialAge)
        {
            grace = LeastPartialAge;
        }

        return file.Since + grace <= now && !(file.Reason == VacuumReason.Replaced && OldestReader() <= file.Since);
    }

    private Instant? OldestReader()
    {
        lock (_lock)
        {
            return _readers.First is { } oldest ? Instant.From(oldest.Value) : null;
        }
    }

    private async Task DeleteAsync(IReadOnlyList<(string Path, long ByteCount)> files, CancellationToken cancellationToken)
    {
        var deleted = 0;
        try
        {
            foreach (var (path, _) in files)
            {
                await _files.DeleteAsync(path, cancellationToken).ConfigureAwait(false);
                Log.OfflineFileDeleted(_logger, path);
                deleted++;
            }
        }
        finally
        {
            if (deleted > 0)
            {
                var bytes = files.Take(deleted).Sum(static file => file.ByteCount);
                _metrics?.OfflineFilesDeleted(deleted, bytes);
                Log.OfflineFilesDeleted(_logger, deleted, bytes);
                await _manifest.ForgetReplacedAsync([.. files.Take(deleted).Select(static file => file.Path)], CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private Dictionary<string, DateTimeOffset> TakeDue()
    {
        var due = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        lock (_lock)
        {
            while (_waiting.TryPeek(out var first)
                && first.ReplacedAt + _options.Value.ReplacedFileGrace <= _clock.GetUtcNow()
                && !(_readers.First?.Value <= first.ReplacedAt))
            {
                due[first.Path] = first.ReplacedAt;
                _waiting.Dequeue();
            }
        }

        return due;
    }

    /// <summary>What could not be deleted stays due.</summary>
    private void PutBack(Dictionary<string, DateTimeOffset> due)
    {
        lock (_lock)
        {
            foreach (var (path, replacedAt) in due)
            {
                _waiting.Enqueue((path, replacedAt));
            }
        }
    }

    private sealed class Reader(ReplacedFiles owner, LinkedListNode<DateTimeOffset> node) : IDisposable
    {
        public void Dispose()
        {
            lock (owner._lock)
            {
                node.List?.Remove(node);
            }
        }
    }
}
