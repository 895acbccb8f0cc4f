using Catalog.Core.Values;
using FeatureStore;
using FeatureStore.Model;
using FeatureStore.Ports;

namespace Conformance.Offline;

/// <summary>A manifest that keeps nothing after the test.</summary>
public sealed class InMemoryOfflineManifest(TimeProvider? clock = null) : IOfflineManifest
{
    private readonly Lock _lock = new();
    private readonly Dictionary<FeatureViewId, OfflineSnapshot> _snapshots = [];
    private readonly Dictionary<(FeatureViewId View, int Partition), long> _epochs = [];
    private readonly Dictionary<string, Instant> _replaced = new(StringComparer.Ordinal);

    public Task<OfflineSnapshot> GetSnapshotAsync(FeatureViewId view, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_snapshots.GetValueOrDefault(view) ?? new OfflineSnapshot(view, 0, []));
        }
    }

    public Task FenceAsync(FeatureViewId view, int partition, long epoch, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Check(view, partition, epoch);
            _epochs[(view, partition)] = epoch;
            return Task.CompletedTask;
        }
    }

    public Task<IReadOnlyList<OfflineFile>> CommitAsync(FeatureViewId view, OfflineFile file, long epoch, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Check(view, file.Partition, epoch);
            var snapshot = _snapshots.GetValueOrDefault(view) ?? new OfflineSnapshot(view, 0, []);
            var touched = TouchedBy(file, snapshot);
            if (touched.Contains(file))
            {
                return Task.FromResult<IReadOnlyList<OfflineFile>>([]);
            }

            if (touched.Exists(old => old.FirstSequence < file.FirstSequence || old.EndSequence > file.EndSequence))
            {
                throw new FeatureStoreException(FeatureStoreErrorCode.ManifestConflict, $"The range of '{file.Path}' overlaps a recorded one in part.");
            }

            var files = snapshot.Files.Except(touched).Append(file).OrderBy(static kept => (kept.Partition, kept.FirstSequence)).ToList();
            _snapshots[view] = snapshot with { Number = snapshot.Number + 1, Files = files };
            NoteReplaced(touched, file.Path);
            return Task.FromResult<IReadOnlyList<OfflineFile>>(touched);
        }
    }

    public async Task<IReadOnlyList<OfflineFile>?> TryCommitAsync(FeatureViewId view, OfflineFile file, IReadOnlyList<OfflineFile> before, long epoch, CancellationToken cancellationToken)
    {
        Task<IReadOnlyList<OfflineFile>> commit;
        lock (_lock)
        {
            Check(view, file.Partition, epoch);
            var recorded = TouchedBy(file, _snapshots.GetValueOrDefault(view) ?? new OfflineSnapshot(view, 0, []));
            if (!recorded.Contains(file) && !recorded.SequenceEqual(before))
            {
                return null;
            }

            commit = CommitAsync(view, file, epoch, cancellationToken);
        }

        return await commit;
    }

    public Task<bool> ReplaceAsync(FeatureViewId view, IReadOnlyList<OfflineFile> files, OfflineFile merged, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var snapshot = _snapshots.GetValueOrDefault(view) ?? new OfflineSnapshot(view, 0, []);
            var touched = TouchedBy(merged, snapshot);
            if (snapshot.Number == 0 || !touched.SequenceEqual(files))
            {
                return Task.FromResult(false);
            }

            var left = snapshot.Files.Except(touched).Append(merged).OrderBy(static kept => (kept.Partition, kept.FirstSequence)).ToList();
            _snapshots[view] = snapshot with { Number = snapshot.Number + 1, Files = left };
            NoteReplaced(touched, merged.Path);
            return Task.FromResult(true);
        }
    }

    public Task RaiseHorizonAsync(FeatureViewId view, OfflineHorizon horizon, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_snapshots.GetValueOrDefault(view) is { } snapshot)
            {
                var (time, sequence) = snapshot.Horizon is { } known ? (known.Time > horizon.Time ? known.Time : horizon.Time, Math.Max(known.Sequence, horizon.Sequence)) : (horizon.Time, horizon.Sequence);
                _snapshots[view] = snapshot with { Horizon = new OfflineHorizon(time, sequence) };
            }

            return Task.CompletedTask;
        }
    }

    public Task<IReadOnlyDictionary<string, Instant>> GetReplacedAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyDictionary<string, Instant>>(new Dictionary<string, Instant>(_replaced, StringComparer.Ordinal));
        }
    }

    public Task ForgetReplacedAsync(IReadOnlyCollection<string> paths, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var path in paths)
            {
                _replaced.Remove(path);
            }

            return Task.CompletedTask;
        }
    }

    public Task<IReadOnlySet<string>> GetAllPathsAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlySet<string>>(
                _snapshots.Values.SelectMany(static snapshot => snapshot.Files).Select(static file => file.Path).Where(static path => path.Length > 0).ToHashSet());
        }
    }

    public Task<IReadOnlyList<OfflineTotals>> GetTotalsAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<OfflineTotals>>([.. _snapshots.Values.Select(Total)]);
        }
    }

    public Task<IReadOnlyList<OfflineFile>> DropAsync(FeatureViewId view, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_snapshots.GetValueOrDefault(view) is not { Files.Count: > 0 } snapshot)
            {
                return Task.FromResult<IReadOnlyList<OfflineFile>>([]);
            }

            _snapshots[view] = new OfflineSnapshot(view, snapshot.Number + 1, []);
            NoteReplaced(snapshot.Files, recorded: string.Empty);
            return Task.FromResult(snapshot.Files);
        }
    }

    private void NoteReplaced(IReadOnlyList<OfflineFile> files, string recorded)
    {
        foreach (var file in files.Where(file => file.Path.Length > 0 && file.Path != recorded))
        {
            _replaced[file.Path] = Instant.Now(clock ?? TimeProvider.System);
        }

        _replaced.Remove(recorded);
    }

    private void Check(FeatureViewId view, int partition, long epoch)
    {
        if (_epochs.GetValueOrDefault((view, partition)) > epoch)
        {
            throw new FeatureStoreException(FeatureStoreErrorCode.WriterFenced, $"Partition {partition} of '{view}' has a later writer.");
        }
    }

    private static List<OfflineFile> TouchedBy(OfflineFile file, OfflineSnapshot snapshot)
        => [.. snapshot.Files.Where(old => old.Partition == file.Partition && old.FirstSequence < file.EndSequence && file.FirstSequence < old.EndSequence)];

    private static OfflineTotals Total(OfflineSnapshot snapshot)
    {
        var files = snapshot.Files.Where(static file => file.RowCount > 0).ToList();
        return new OfflineTotals(
            snapshot.View,
            snapshot.Number,
            files.Count,
            files.Sum(static file => file.RowCount),
            files.Sum(static file => file.ByteCount),
            files.Count == 0 ? null : files.Max(static file => file.MaxEventTime));
    }
}
