using System.Collections.Concurrent;
using Catalog.Core.Values;
using FeatureStore;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace Conformance.Offline;

/// <summary>Offline files that are lists in memory.</summary>
public sealed class InMemoryOfflineFiles(TimeProvider clock) : IOfflineFiles
{
    private readonly ConcurrentDictionary<string, (IReadOnlyList<FeatureRow> Rows, Instant WrittenAt)> _files = new();

    /// <summary>The rows of every file by its path.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<FeatureRow>> Files => _files.ToDictionary(static file => file.Key, static file => file.Value.Rows);

    /// <summary>Whether listing fails, as it does when a bucket cannot be reached.</summary>
    public bool IsAway { get; set; }

    public Task<OfflineFile> WriteAsync(
        FeatureView view, LogRange range, IReadOnlyList<OfflineFile> before, IReadOnlyCollection<FeatureRow> rows, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Write(view, range, string.Empty, [.. RowsOf(before), .. rows]);
    }

    public Task<OfflineFile> MergeAsync(FeatureView view, LogRange range, IReadOnlyList<OfflineFile> files, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Write(view, range, ".sorted", [.. RowsOf(files).OrderBy(static row => string.Join('|', row.KeyValues)).ThenBy(static row => row.EventTime).ThenBy(static row => row.Sequence)]);
    }

    private IEnumerable<FeatureRow> RowsOf(IReadOnlyList<OfflineFile> files) => files.Where(static file => file.RowCount > 0).SelectMany(file => _files[file.Path].Rows);

    private Task<OfflineFile> Write(FeatureView view, LogRange range, string suffix, IReadOnlyList<FeatureRow> rows)
    {
        var path = rows.Count == 0 ? string.Empty : $"{view.Id}/p{range.Partition}/{range.FirstSequence}-{range.EndSequence}{suffix}.parquet";
        if (rows.Count > 0)
        {
            _files[path] = ([.. rows], Instant.Now(clock));
        }

        return Task.FromResult(new OfflineFile
        {
            Path = path,
            Partition = range.Partition,
            FirstSequence = range.FirstSequence,
            EndSequence = range.EndSequence,
            RowCount = rows.Count,
            ByteCount = rows.Count * 100,
            MinEventTime = rows.Count == 0 ? default : rows.Min(static row => row.EventTime),
            MaxEventTime = rows.Count == 0 ? default : rows.Max(static row => row.EventTime),
        });
    }

    public Task<IReadOnlyList<StoredOfflineFile>> ListAsync(CancellationToken cancellationToken)
        => IsAway
            ? Task.FromException<IReadOnlyList<StoredOfflineFile>>(new FeatureStoreException(FeatureStoreErrorCode.OfflineStoreUnavailable, "Away."))
            : Task.FromResult<IReadOnlyList<StoredOfflineFile>>([.. _files.Select(static file => new StoredOfflineFile(file.Key, file.Value.WrittenAt, file.Value.Rows.Count * 100))]);

    public Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        _files.TryRemove(path, out _);
        return Task.CompletedTask;
    }
}
