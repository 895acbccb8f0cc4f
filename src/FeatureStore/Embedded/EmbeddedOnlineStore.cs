using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using Catalog.Core.Storage;
using FeatureStore.Diagnostics;
using FeatureStore.Ports;
using FeatureStore.Rows;
using Microsoft.Extensions.Logging;

namespace FeatureStore.Embedded;

/// <summary>
/// The online store of one process, on local files: append-only segments, the place of every row in memory, one flush to disk per commit.
/// </summary>
internal sealed class EmbeddedOnlineStore : IOnlineStore, IAsyncDisposable
{
    private readonly string _directory;
    private readonly DirectoryLock _lock;
    private readonly ILogger _logger;
    private readonly OnlineIndex _index = new();
    private readonly ViewTable _views = new();
    private readonly RowCache _cache;
    private readonly SegmentSet _segments;
    private readonly OnlineCommitter _committer;
    private readonly SegmentCompaction _compaction;
    private readonly Channel<bool> _maintenance = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _committing;
    private readonly Task _maintaining;
    private volatile bool _closed;

    private EmbeddedOnlineStore(string directory, DirectoryLock directoryLock, OnlineStoreOptions options, ILogger logger)
    {
        _directory = directory;
        _lock = directoryLock;
        _logger = logger;
        _cache = new RowCache(options.RowCacheBytes);
        _segments = new OnlineStoreRecovery(directory, _index, _views, logger).Run(out var recovery);
        Recovery = recovery;
        _compaction = new SegmentCompaction(directory, _segments, _index, _views, options.SegmentBytes);
        _committer = new OnlineCommitter(directory, _segments, _index, _views, options.SegmentBytes, () => _maintenance.Writer.TryWrite(true));
        _committing = Task.Run(_committer.RunAsync);
        _maintaining = Task.Run(MaintainAsync);
        _maintenance.Writer.TryWrite(true);
    }

    /// <summary>What opening found.</summary>
    internal RecoveryReport Recovery { get; }

    /// <summary>Bytes of all segments on disk.</summary>
    internal long DiskBytes => _segments.Bytes;

    /// <summary>Opens the store of a directory, or makes a new one there.</summary>
    /// <exception cref="FeatureStoreException">
    /// <see cref="FeatureStoreErrorCode.OnlineStoreUnavailable"/> when somebody else has the directory open or it cannot be written;
    /// <see cref="FeatureStoreErrorCode.CorruptData"/> when a segment is damaged.
    /// </exception>
    internal static EmbeddedOnlineStore Open(string directory, OnlineStoreOptions options, ILogger logger)
    {
        DirectoryLock? directoryLock = null;
        try
        {
            directoryLock = DirectoryLock.TryTake(directory) ?? throw OnlineStoreErrors.InUse(directory, DirectoryLock.HolderOf(directory));
            var store = new EmbeddedOnlineStore(directory, directoryLock, options, logger);
            Log.OnlineStoreOpened(logger, directory, store.Recovery.Segments);
            return store;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            directoryLock?.Dispose();
            throw OnlineStoreErrors.CannotOpen(directory, exception);
        }
        catch (FeatureStoreException)
        {
            directoryLock?.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public ValueTask<int> WriteAsync(IReadOnlyList<OnlineWrite> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            Check(row);
        }

        return rows.Count == 0 ? new ValueTask<int>(0) : _committer.CommitAsync(CommitRequest.Write(rows), cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask ReadAsync(
        IReadOnlyList<EntityKey> keys, IReadOnlyList<string> views, Memory<ReadOnlyMemory<byte>> rows, CancellationToken cancellationToken)
    {
        Span<int> numbers = views.Count <= 64 ? stackalloc int[views.Count] : new int[views.Count];
        for (var v = 0; v < numbers.Length; v++)
        {
            numbers[v] = _views.Find(views[v]);
        }

        var answer = rows.Span;
        for (var k = 0; k < keys.Count; k++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var v = 0; v < numbers.Length; v++)
            {
                answer[(k * numbers.Length) + v] = Read(keys[k], numbers[v]);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<StoredOnlineRow> ScanAsync(string view, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var number = _views.Find(view);
        foreach (var rows in _index.Scan(number))
        {
            foreach (var (key, _) in rows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (_index.TryFind(key, number, out var slot) && ReadFromDisk(key, slot) is { IsEmpty: false } row)
                {
                    yield return new StoredOnlineRow(key, row);
                }
            }

            // A scan of a large view must not keep a request thread to itself.
            await Task.Yield();
        }
    }

    /// <inheritdoc />
    public async ValueTask DeleteViewAsync(string view, CancellationToken cancellationToken)
        => await _committer.CommitAsync(CommitRequest.DeleteView(view), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public async ValueTask DeleteKeyAsync(EntityKey key, CancellationToken cancellationToken)
        => await _committer.CommitAsync(CommitRequest.DeleteKey(key), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public ValueTask<long> CountAsync(string view, CancellationToken cancellationToken) => new(_index.Count(_views.Find(view)));

    /// <summary>Ends the commits under way, leaves hints for a quick start and gives the directory up.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        _committer.Complete();
        await _committing.ConfigureAwait(false);
        _maintenance.Writer.Complete();
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _maintaining.ConfigureAwait(false);
        HintFile.Write(_segments.Active, _index, _views);
        foreach (var segment in _segments.Sealed.Append(_segments.Active))
        {
            segment.Dispose();
        }

        _stopping.Dispose();
        _lock.Dispose();
    }

    private static void Check(in OnlineWrite row)
    {
        if (string.IsNullOrEmpty(row.View) || Encoding.UTF8.GetByteCount(row.View) > ushort.MaxValue)
        {
            throw new ArgumentException($"A row needs the name of its view, at most 65,535 bytes long; it is '{row.View}'.", nameof(row));
        }

        if (row.Row.IsEmpty)
        {
            throw new ArgumentException($"The row of '{row.View}' has no bytes; an empty row means that there is none.", nameof(row));
        }

        if (row.Row.Length + (long)row.Key.Bytes.Length > OnlineStoreOptions.MaxRowBytes)
        {
            throw new FeatureStoreException(
                FeatureStoreErrorCode.TooLarge,
                $"A row of '{row.View}' has '{row.Row.Length + (long)row.Key.Bytes.Length}' bytes with its key; "
                + $"the online store takes up to {OnlineStoreOptions.MaxRowBytes}. Take fewer or shorter values into the view.");
        }
    }

    private ReadOnlyMemory<byte> Read(EntityKey key, int view)
    {
        if (!_index.TryFind(key, view, out var slot))
        {
            return default;
        }

        if (!_cache.TryGet(slot, out var row))
        {
            row = ReadFromDisk(key, slot);
            _cache.Add(slot, row);
        }

        return row;
    }

    private ReadOnlyMemory<byte> ReadFromDisk(EntityKey key, RowSlot slot)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        var record = new byte[slot.Length];
        int count;
        try
        {
            count = slot.Segment.Read(record, slot.Offset);
        }
        catch (ObjectDisposedException) when (!_closed)
        {
            // Compacted away since the index was asked; by now the index knows the copy, or the row is gone.
            return _index.TryFind(key, slot.View, out var copy) ? ReadFromDisk(key, copy) : default;
        }
        catch (IOException exception)
        {
            throw OnlineStoreErrors.CannotRead(_directory, exception);
        }

        if (count < record.Length || !SegmentRecord.IsIntact(record))
        {
            throw OnlineStoreErrors.Damaged(slot.Segment.Path, slot.Offset);
        }

        return record.AsMemory(record.Length - SegmentRecord.Parse(record).Row.Length);
    }

    private async Task MaintainAsync()
    {
        while (await _maintenance.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            _maintenance.Reader.TryRead(out _);
            try
            {
                Maintain();
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FeatureStoreException)
            {
                Log.OnlineStoreMaintenanceFailed(_logger, _directory, exception);
            }
        }
    }

    private void Maintain()
    {
        foreach (var segment in _segments.Sealed)
        {
            _stopping.Token.ThrowIfCancellationRequested();
            if (!File.Exists(segment.HintPath))
            {
                HintFile.Write(segment, _index, _views);
            }
        }

        var freed = _compaction.RunIfNeeded(_stopping.Token);
        if (freed > 0)
        {
            Log.OnlineStoreCompacted(_logger, _directory, freed);
        }
    }
}
