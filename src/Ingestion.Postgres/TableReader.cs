using Catalog.Core.Values;
using Ingestion.Model;
using Ingestion.Ports;
using Ingestion.Postgres.Changes;
using Ingestion.Postgres.Connections;
using Ingestion.Postgres.Snapshots;
using Ingestion.Postgres.Values;
using NpgsqlTypes;

namespace Ingestion.Postgres;

/// <summary>
/// Reads a table: first its rows, in parts of which each sees one moment, then its changes but for those that the parts saw. Nothing is kept but the position, which is durable with the records; so a crash at
/// any point neither doubles nor loses a row.
/// </summary>
internal sealed class TableReader : IChangeReader
{
    // A quiet table is confirmed so often, and sooner when much was written elsewhere in the meantime.
    private static readonly TimeSpan ConfirmEvery = TimeSpan.FromSeconds(30);
    private const ulong ConfirmBytes = 4 << 20;

    private readonly CaptureDatabase _database;
    private readonly SourceCapture _capture;
    private readonly CaptureSession _session;
    private readonly ValueTypes _types;
    private readonly ChangeWriter _writer;
    private readonly SlotWatch _watch;
    private CapturePosition _position;
    private long _next;
    private bool _isNew;
    private SnapshotReader? _snapshot;
    private ChangeStream? _stream;
    private long _writtenAt = Environment.TickCount64;
    private long _committedAt;

    private TableReader(CaptureDatabase database, SourceCapture capture, CaptureSession session, CaptureBegin begin)
    {
        (_database, _capture, _session, _position, _next, _isNew) = (database, capture, session, session.Position, begin.Next, begin.Position.Length == 0);
        var (schema, name) = CaptureTable.Split(capture.Table);
        _types = new ValueTypes(database);
        _writer = new ChangeWriter(database.Address.Database, schema, name);
        _watch = new SlotWatch(database, capture.Slot);
    }

    public CaptureFigures Figures => new()
    {
        IsSnapshot = !_position.IsStreaming,
        SnapshotRows = _position.Rows,
        EstimatedRows = _session.Table.EstimatedRows,
        Lsn = new NpgsqlLogSequenceNumber(Math.Max(_position.Commit, _position.Confirmed)).ToString(),
        LagBytes = _watch.Slot?.LagBytes,
        RetainedBytes = _watch.Slot?.RetainedBytes,
        SlotState = _watch.Slot?.State,
        CommittedAt = _committedAt == 0 ? null : new Instant(_committedAt),
        Warning = _session.Warning,
    };

    internal static async Task<TableReader> OpenAsync(CaptureDatabase database, SourceCapture capture, CaptureBegin begin, CancellationToken cancellationToken)
    {
        var session = await CaptureSession.OpenAsync(database, capture, begin, cancellationToken).ConfigureAwait(false);
        var reader = new TableReader(database, capture, session, begin);
        try
        {
            // The snapshot of a new slot is there only until the connection does something else.
            await reader.BeginAsync(cancellationToken).ConfigureAwait(false);
            return reader;
        }
        catch
        {
            await reader.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async Task<CaptureBatch> ReadAsync(int maxRecords, int maxBytes, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            return _position.IsStreaming
                ? await ReadChangesAsync(maxRecords, maxBytes, patience, cancellationToken).ConfigureAwait(false)
                : await ReadRowsAsync(maxRecords, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (CaptureErrors.IsOf(error))
        {
            throw CaptureErrors.Of(_capture.Connection, _capture, error);
        }
    }

    public void Confirm(string position)
    {
        if (position.Length > 0)
        {
            _stream?.Confirm(CapturePosition.Decode(position).Confirmed);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _watch.DisposeAsync().ConfigureAwait(false);
        if (_snapshot is not null)
        {
            await _snapshot.DisposeAsync().ConfigureAwait(false);
        }

        if (_stream is not null)
        {
            await _stream.DisposeAsync().ConfigureAwait(false);
        }

        await _session.Replication.DisposeAsync().ConfigureAwait(false);
        _writer.Dispose();
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (!_position.IsStreaming)
        {
            _snapshot = await SnapshotReader.OpenAsync(_database, _session.Table, _session.Published, _session.Exported, _position.After, cancellationToken).ConfigureAwait(false);
            _position = _position with { Parts = [.. _position.Parts, _snapshot.Part] };
        }
    }

    private async Task<CaptureBatch> ReadRowsAsync(int maxRecords, CancellationToken cancellationToken)
    {
        var snapshot = _snapshot!; // It is there until the snapshot has ended.
        var rows = await snapshot.ReadAsync(_position.After, maxRecords, cancellationToken).ConfigureAwait(false);
        var shape = await ShapeOfAsync(snapshot, cancellationToken).ConfigureAwait(false);
        var records = new List<FeedRecord>(rows.Count);
        foreach (var texts in rows)
        {
            var row = Array.ConvertAll(texts, static text => new RowValue(text, IsUnchanged: false));
            records.Add(RecordOf(_writer.WriteKey(shape, row), _writer.Write('r', shape, null, isKeyOnly: false, row, new ChangeMoment(snapshot.At, null, null))));
            _position = _position with { After = shape.KeyOf(row) };
        }

        _position = _position with { Rows = _position.Rows + rows.Count };
        if (rows.Count < maxRecords)
        {
            _position = _position with { IsStreaming = true };
            await snapshot.DisposeAsync().ConfigureAwait(false);
            _snapshot = null;
        }

        _isNew = false;
        return new CaptureBatch(records, _position.Encode(), IsBehind: true);
    }

    private async ValueTask<RowShape> ShapeOfAsync(SnapshotReader snapshot, CancellationToken cancellationToken)
    {
        string[] names = [.. snapshot.Columns];
        return new RowShape(names, await _types.OfAsync(snapshot.Types, cancellationToken).ConfigureAwait(false), [.. _session.Table.Key.Select(column => Array.IndexOf(names, column.Name))]);
    }

    private async Task<CaptureBatch> ReadChangesAsync(int maxRecords, int maxBytes, TimeSpan patience, CancellationToken cancellationToken)
    {
        _stream ??= new ChangeStream(
            _session.Replication, _capture, new RowReader(_types, _session.Table), _writer, new SnapshotOverlap(_database, _session.Table, _position.Parts), _position);
        if (!await WaitAsync(_stream, patience, cancellationToken).ConfigureAwait(false))
        {
            return new CaptureBatch([], FindQuietPosition(_stream), IsBehind: false);
        }

        var records = new List<FeedRecord>();
        var bytes = 0L;
        while (records.Count < maxRecords && bytes < maxBytes && _stream.Items.TryRead(out var item))
        {
            Take(item);
            if (item.Value is { } value)
            {
                records.Add(RecordOf(item.Key, value));
                bytes += value.Length;
            }
        }

        return new CaptureBatch(records, records.Count > 0 || IsTimeToConfirm(_position.Confirmed) ? Written() : null, _stream.Items.Count > 0);
    }

    // No key is not an empty one, which a missing array would become.
    private FeedRecord RecordOf(byte[]? key, byte[] value) => new(_next++, key is null ? default(ReadOnlyMemory<byte>?) : key, value, []);

    private void Take(in ChangeItem item)
    {
        _position = _position with { Commit = item.Commit, Ordinal = item.Ordinal, Confirmed = Math.Max(_position.Confirmed, item.Confirmed) };
        _committedAt = item.CommittedAt;
        if (_position.Parts.Count > 0 && item.Commit > _position.Parts.Max(static part => part.Until))
        {
            _position = _position with { Parts = [], After = null };
        }
    }

    /// <summary>Confirms what was written elsewhere while the table was quiet, so that the server does not keep it for nothing.</summary>
    private string? FindQuietPosition(ChangeStream stream)
    {
        if (_isNew)
        {
            // Written down, since the slot would begin elsewhere after a crash.
            _isNew = false;
            return Written();
        }

        var place = stream.FindQuietPlace() is { } quiet && quiet > _position.Confirmed ? quiet : _position.Confirmed;
        if (!IsTimeToConfirm(place))
        {
            return null;
        }

        _position = _position with { Confirmed = place };
        return Written();
    }

    private ulong _writtenPlace;

    private bool IsTimeToConfirm(ulong place)
        => place > _writtenPlace && (place - _writtenPlace >= ConfirmBytes || Environment.TickCount64 - _writtenAt >= ConfirmEvery.TotalMilliseconds);

    private string Written()
    {
        (_writtenAt, _writtenPlace) = (Environment.TickCount64, _position.Confirmed);
        return _position.Encode();
    }

    private static async Task<bool> WaitAsync(ChangeStream stream, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (stream.Items.Count > 0)
        {
            return true;
        }

        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        waiting.CancelAfter(patience);
        try
        {
            return await stream.Items.WaitToReadAsync(waiting.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
