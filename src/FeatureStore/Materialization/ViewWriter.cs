using System.Runtime.ExceptionServices;
using Catalog.Core.Values;
using FeatureStore.Diagnostics;
using FeatureStore.Erasures;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace FeatureStore.Materialization;

/// <summary>
/// Writes the rows of one view version and one partition of the event log to the online and the offline store. Not thread-safe: a partition has one
/// writer. After an exception the writer is thrown away and opened again; nothing is lost or doubled by that.
/// </summary>
/// <remarks>
/// <para>
/// Offline files follow a rule that depends on the log alone: chunk k holds the rows of the sequences [k * C, (k + 1) * C), with C of
/// <see cref="FeatureStoreOptions.ChunkSequences"/>. <see cref="FlushAsync"/> writes the chunk at hand as [k * C, n); the next file of that chunk
/// takes over its rows and its place. So the files of a given log are the same however often and wherever the process died on the way, and a quiet
/// view holds no rows in memory.
/// </para>
/// <para>Order of a batch: durable online and marked so, then the file durable, then the file recorded. A writer opened again goes on where the recorded files end;
/// rows behind that were perhaps written online before: they are not newer than themselves and change nothing. Where the online store turns out to have less than the recorded files
/// (<see cref="OnlineMark"/>), because it is another one, was emptied or lost its last writes, the writer begins there, and what is in files already goes online only.</para>
/// </remarks>
public sealed class ViewWriter
{
    /// <summary>Memory of rows that wait for their file; beyond, the chunk at hand is written before it is complete.</summary>
    private const long MaxChunkBytes = 64 << 20;

    private readonly FeatureView _view;
    private readonly OnlineWrites _rows;
    private readonly LateMarker? _late;
    private readonly CanonicalRows _numbers;
    private readonly int _partition;
    private readonly IOnlineStore _online;
    private readonly IOfflineFiles _files;
    private readonly IOfflineManifest _manifest;
    private readonly ReplacedFiles _replaced;
    private readonly FeatureStoreMetrics _metrics;
    private readonly OnlineProgress _progress;
    private readonly OnlineMark _mark;
    private readonly ErasedEntities _erased;
    private readonly long _epoch;
    private readonly long _openedAt;
    private readonly RowChunk _chunk;
    private IReadOnlyList<OfflineFile> _chunkFiles;
    private long _chunkStart;
    private long _recordedEnd;
    private readonly List<FeatureRow> _keptOut = [];
    private (ErasedSet Set, ErasedRows? Rows) _erasures = (ErasedSet.Empty, null);

    internal ViewWriter(
        FeatureView view,
        int partition,
        long epoch,
        OfflineSnapshot snapshot,
        long onlineEnd,
        long chunkSequences,
        IOnlineStore online,
        IOfflineFiles files,
        IOfflineManifest manifest,
        ReplacedFiles replaced,
        FeatureStoreMetrics metrics,
        OnlineProgress progress,
        OnlineMark mark,
        ErasedEntities erased)
    {
        var columns = new ViewColumns(view);
        (_view, _rows, _partition, _epoch, ChunkSequences) = (view, new OnlineWrites(view, columns, online, view.Online ? mark.CheckAsync : null), partition, epoch, chunkSequences);
        _chunk = new RowChunk(view, columns);
        (_online, _files, _manifest, _replaced, _metrics, _progress, _mark, _erased) = (online, files, manifest, replaced, metrics, progress, mark, erased);
        _openedAt = _recordedEnd = snapshot.EndOf(partition);
        OfflineFile[] mine = [.. snapshot.Files.Where(file => file.Partition == partition)];
        _chunkStart = StartOfChunk(mine);
        _chunkFiles = [.. mine.Where(file => file.FirstSequence >= _chunkStart)];
        NewestStored = NewestOf(mine);

        // What the online store lost is read again from the end of a file on, since what is late depends on what came before.
        OfflineFile[] before = [.. mine.Where(file => file.EndSequence <= onlineEnd)];
        Position = before.Select(static file => file.EndSequence).DefaultIfEmpty(0).Max();
        _progress.Reached(Position);
        _numbers = new CanonicalRows(columns);
        _late = columns.HasWindows ? new LateMarker(view, columns, NewestOf(before)) : null;
    }

    /// <summary>Log sequences that one file covers.</summary>
    public long ChunkSequences { get; }

    /// <summary>The sequence that comes next: where to read the log when the writer is new, and the end of what it was given afterwards.</summary>
    public long Position { get; private set; }

    /// <summary>How many rows came too late for windows since the writer was opened.</summary>
    public long LateCount => _late?.Count ?? 0;

    /// <summary>One past the last sequence whose rows are durable in both stores.</summary>
    public long DurablePosition => Math.Min(Position, _recordedEnd);

    /// <summary>Newest event time in the files of the partition when the writer was opened; null when there was none.</summary>
    public Instant? NewestStored { get; }

    /// <summary>Offline files with rows that were written and recorded since the writer was opened; a partial file counts each time it is replaced.</summary>
    public long FilesWritten { get; private set; }

    /// <summary>Bytes of those files.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>As the other overload, for rows that go to both stores.</summary>
    /// <exception cref="ArgumentException">The rows are out of order or outside the range; a programming error.</exception>
    /// <exception cref="FeatureStoreException">A store failed; open the writer again.</exception>
    public Task WriteAsync(IReadOnlyList<FeatureRow> rows, long end, CancellationToken cancellationToken) => WriteAsync(rows, rows, end, cancellationToken);

    /// <summary>
    /// Takes the rows that the log gave from <see cref="Position"/> up to <paramref name="end"/>. When the task ends they are durable online;
    /// offline at the end of their chunk or the next <see cref="FlushAsync"/>. The rows are not looked at afterwards.
    /// </summary>
    /// <param name="online">Rows for the online store in log order; sequences may be missing, where an event gives no row of this view.</param>
    /// <param name="offline">Rows for the offline store, likewise; the same list where they are the same.</param>
    /// <param name="end">One past the last sequence that was looked at, whether it gave a row or not.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="ArgumentException">The rows are out of order or outside the range; a programming error.</exception>
    /// <exception cref="FeatureStoreException">A store failed; open the writer again.</exception>
    public async Task WriteAsync(IReadOnlyList<FeatureRow> online, IReadOnlyList<FeatureRow> offline, long end, CancellationToken cancellationToken)
    {
        Check(online, end);
        _numbers.Apply(online);
        if (!ReferenceEquals(online, offline))
        {
            Check(offline, end);
            _numbers.Apply(offline);
        }

        _late?.Mark(online, offline);
        (online, offline) = await KeepOutErasedAsync(online, offline, cancellationToken).ConfigureAwait(false);
        await _progress.NoteOneSidedAsync(online, offline, cancellationToken).ConfigureAwait(false);
        await WriteOnlineAsync(online, cancellationToken).ConfigureAwait(false);
        _progress.Reached(end);
        if (Position < _openedAt)
        {
            await MarkAsync(end, cancellationToken).ConfigureAwait(false);
        }

        var taken = 0;
        for (var chunkEnd = EndOfChunk(); chunkEnd <= end; chunkEnd = EndOfChunk())
        {
            taken = Take(offline, taken, chunkEnd);
            await RecordAsync(chunkEnd, cancellationToken).ConfigureAwait(false);
            _chunkFiles = [];
            _chunkStart = chunkEnd;
        }

        Take(offline, taken, end);
        Position = end;
        if (_chunk.ByteCount > MaxChunkBytes)
        {
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Makes everything taken so far durable offline. Does nothing when it is.</summary>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="FeatureStoreException">A store failed; open the writer again.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (Position > _recordedEnd)
        {
            await RecordAsync(Position, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Makes sure that the online store still has the rows that it was given. To be called now and then while there is nothing to write.</summary>
    /// <param name="cancellationToken">Stops the asking.</param>
    /// <exception cref="FeatureStoreException">It has lost them, or failed; open the writer again.</exception>
    public Task CheckOnlineAsync(CancellationToken cancellationToken) => _view.Online ? _mark.CheckAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>Rows of erased entities reach no store. They have had their say on which rows are late, so that those of others stay what they were.</summary>
    private async ValueTask<(IReadOnlyList<FeatureRow> Online, IReadOnlyList<FeatureRow> Offline)> KeepOutErasedAsync(
        IReadOnlyList<FeatureRow> online, IReadOnlyList<FeatureRow> offline, CancellationToken cancellationToken)
    {
        var set = await _erased.CurrentAsync(cancellationToken).ConfigureAwait(false);
        if (set != _erasures.Set)
        {
            _erasures = (set, set.For(_view.Entities));
        }

        if (_erasures.Rows is not { } erased)
        {
            return (online, offline);
        }

        var before = _keptOut.Count;
        var leftOffline = erased.Without(offline, _keptOut);
        var leftOnline = ReferenceEquals(online, offline) ? leftOffline : erased.Without(online, []);
        _metrics.RowsKeptOut(_view.Name, Math.Max(online.Count - leftOnline.Count, _keptOut.Count - before));
        return (leftOnline, leftOffline);
    }

    private async Task WriteOnlineAsync(IReadOnlyList<FeatureRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0 || !_view.Online)
        {
            return;
        }

        var writes = await _rows.MakeAsync(rows, cancellationToken).ConfigureAwait(false);
        var newer = await _online.WriteAsync(writes, cancellationToken).ConfigureAwait(false);
        _metrics.OnlineRowsWritten(_view.Name, rows.Count, newer);
    }

    private async Task MarkAsync(long end, CancellationToken cancellationToken)
    {
        if (_view.Online)
        {
            await _mark.WriteAsync(end, cancellationToken).ConfigureAwait(false);
        }
    }

    private int Take(IReadOnlyList<FeatureRow> rows, int first, long end)
    {
        var next = first;
        for (; next < rows.Count && rows[next].Sequence < end; next++)
        {
            if (_view.Offline && rows[next].Sequence >= _openedAt)
            {
                _chunk.Add(rows[next]);
            }
        }

        return next;
    }

    private static Instant? NewestOf(IEnumerable<OfflineFile> files)
        => files.Where(static file => file.RowCount > 0 || file.MaxEventTime != default).Select(static file => (Instant?)file.MaxEventTime).Max();

    private async Task RecordAsync(long end, CancellationToken cancellationToken)
    {
        await MarkAsync(end, cancellationToken).ConfigureAwait(false);
        var (file, replaced) = await CommitAsync(new LogRange(_partition, _chunkStart, end), cancellationToken).ConfigureAwait(false);
        _recordedEnd = end;
        _chunkFiles = [file];
        _chunk.Clear();
        _replaced.Add(replaced.Where(old => old.Path != file.Path));
        _metrics.OfflineFileWritten(_view.Name, file);
        FilesWritten += file.RowCount > 0 ? 1 : 0;
        BytesWritten += file.ByteCount;
    }

    /// <summary>
    /// Writes a file of the chunk at hand and records it. Where an erasure or retention has exchanged the file whose rows it takes over, perhaps so long ago that the file is deleted, it is written from the one that is
    /// there now.
    /// </summary>
    private async Task<(OfflineFile File, IReadOnlyList<OfflineFile> Replaced)> CommitAsync(LogRange range, CancellationToken cancellationToken)
    {
        while (true)
        {
            ExceptionDispatchInfo? unreadable = null;
            try
            {
                var file = WithKeptOut(await _files.WriteAsync(_view, range, _chunkFiles, _chunk, cancellationToken).ConfigureAwait(false));
                if (await _manifest.TryCommitAsync(_view.Id, file, _chunkFiles, _epoch, cancellationToken).ConfigureAwait(false) is { } replaced)
                {
                    _keptOut.RemoveAll(row => row.Sequence < range.EndSequence);
                    return (file, replaced);
                }
            }
            catch (FeatureStoreException exception) when (exception.ErrorCode == FeatureStoreErrorCode.CorruptData)
            {
                unreadable = ExceptionDispatchInfo.Capture(exception);
            }

            var snapshot = await _manifest.GetSnapshotAsync(_view.Id, cancellationToken).ConfigureAwait(false);
            OfflineFile[] recorded = [.. snapshot.Files.Where(old => old.Overlaps(range))];
            if (!recorded.Select(RangeOf).SequenceEqual(_chunkFiles.Select(RangeOf)))
            {
                throw new FeatureStoreException(
                    FeatureStoreErrorCode.ManifestConflict,
                    $"The range [{range.FirstSequence}, {range.EndSequence}) of partition {range.Partition} cannot be recorded for '{_view.Id}': other files cover it by now. Another writer is at work on this partition, or the view was dropped; open the writer again.");
            }

            if (recorded.SequenceEqual(_chunkFiles))
            {
                unreadable?.Throw();
            }

            _chunkFiles = recorded;
        }
    }

    /// <summary>The newest time of a file is that of all rows that its range gave, so that a writer which goes on from it finds the same ones late.</summary>
    private OfflineFile WithKeptOut(OfflineFile file)
    {
        foreach (var row in _view.Offline ? _keptOut : [])
        {
            if (row.Sequence < file.EndSequence && row.Sequence >= _openedAt && row.EventTime > file.MaxEventTime)
            {
                file = file with { MaxEventTime = row.EventTime };
            }
        }

        return file;
    }

    private static (long First, long End) RangeOf(OfflineFile file) => (file.FirstSequence, file.EndSequence);

    /// <summary>Where the chunk at hand ends; never before the end of what was recorded when the writer was opened.</summary>
    private long EndOfChunk() => ((Math.Max(_chunkStart, _openedAt - 1) / ChunkSequences) + 1) * ChunkSequences;

    /// <summary>
    /// Normally the start of the chunk that holds the end of what is recorded. A file that began elsewhere, under another chunk size, is begun again
    /// from its own start, because a file may replace only whole ones.
    /// </summary>
    private long StartOfChunk(IReadOnlyList<OfflineFile> files)
    {
        var start = _recordedEnd / ChunkSequences * ChunkSequences;
        return files.FirstOrDefault(file => file.FirstSequence < start && file.EndSequence > start)?.FirstSequence ?? start;
    }

    private void Check(IReadOnlyList<FeatureRow> rows, long end)
    {
        var next = Position;
        foreach (var row in rows)
        {
            if (row.Sequence < next || row.Sequence >= end)
            {
                throw new ArgumentException(
                    $"The row of sequence '{row.Sequence}' for '{_view.Id}' is out of order: it must be at least '{next}' and below '{end}'.", nameof(rows));
            }

            next = row.Sequence + 1;
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(end, Position);
    }
}
