using Catalog.Core.Values;
using FeatureStore.Ports;
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

    private readonly IOfflineFiles _files;
    private readonly IOfflineManifest _manifest;
    private readonly TimeProvider _clock;
    private readonly IOptions<FeatureStoreOptions> _options;
    private readonly Lock _lock = new();
    private readonly LinkedList<DateTimeOffset> _readers = [];
    private readonly Queue<(string Path, DateTimeOffset ReplacedAt)> _waiting = [];

    internal ReplacedFiles(IOfflineFiles files, IOfflineManifest manifest, TimeProvider clock, IOptions<FeatureStoreOptions> options)
        => (_files, _manifest, _clock, _options) = (files, manifest, clock, options);

    /// <summary>Keeps the files of every snapshot taken from now on until the result is disposed. Call it before taking the snapshot.</summary>
    public IDisposable BeginRead()
    {
        lock (_lock)
        {
            return new Reader(this, _readers.AddLast(_clock.GetUtcNow()));
        }
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

    /// <summary>Deletes what was replaced and may be deleted by now. A view that was dropped and came back may have written the same names again.</summary>
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
            return await DeleteUnrecordedAsync(
                file => due.TryGetValue(file.Path, out var replacedAt) && file.WrittenAt <= Instant.From(replacedAt + skew), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            PutBack(due);
            throw;
        }
    }

    /// <summary>
    /// Deletes files that no manifest names: a crash came before they were recorded, or after they were replaced. Files younger than the grace time may
    /// just be on their way into the manifest. To be called before this process writes.
    /// </summary>
    /// <returns>How many there were.</returns>
    internal Task<int> DeleteOrphansAsync(CancellationToken cancellationToken)
    {
        var newest = Instant.From(_clock.GetUtcNow() - _options.Value.ReplacedFileGrace);
        return DeleteUnrecordedAsync(file => file.WrittenAt <= newest, cancellationToken);
    }

    private async Task<int> DeleteUnrecordedAsync(Predicate<StoredOfflineFile> condition, CancellationToken cancellationToken)
    {
        var candidates = (await _files.ListAsync(cancellationToken).ConfigureAwait(false)).Where(file => condition(file)).ToList();
        if (candidates.Count == 0)
        {
            return 0;
        }

        // Asked after the listing: a file that was recorded in between is among the answer.
        var recorded = await _manifest.GetAllPathsAsync(cancellationToken).ConfigureAwait(false);
        candidates.RemoveAll(file => recorded.Contains(file.Path));
        foreach (var file in candidates)
        {
            await _files.DeleteAsync(file.Path, cancellationToken).ConfigureAwait(false);
        }

        return candidates.Count;
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
