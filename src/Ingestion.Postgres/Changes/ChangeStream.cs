using System.Threading.Channels;
using Ingestion.Model;
using Ingestion.Postgres.Connections;
using Ingestion.Postgres.Snapshots;
using Npgsql.Replication;
using Npgsql.Replication.PgOutput;
using Npgsql.Replication.PgOutput.Messages;
using NpgsqlTypes;

namespace Ingestion.Postgres.Changes;

/// <summary>
/// Follows a slot: decodes what the server sends and keeps some of it ready, so that a large transaction never is in memory as a whole (the server keeps it on its disk until it commits). Changes come in
/// the order in which they were committed. Not thread-safe, but for <see cref="Confirm"/>.
/// </summary>
internal sealed class ChangeStream : IAsyncDisposable
{
    // Changes that wait; large ones are few, and what is cut off does not wait.
    private const int MostWaiting = 512;

    private const ulong ProtocolVersion = 1;

    private readonly LogicalReplicationConnection _connection;
    private readonly SourceCapture _capture;
    private readonly RowReader _rows;
    private readonly ChangeWriter _writer;
    private readonly SnapshotOverlap _overlap;
    private readonly CapturePosition _begin;
    private readonly (string Schema, string Name) _table;
    private readonly Channel<ChangeItem> _items = Channel.CreateBounded<ChangeItem>(new BoundedChannelOptions(MostWaiting) { SingleReader = true, SingleWriter = true });
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _work;
    private volatile bool _isInTransaction;
    private uint _xid;
    private ulong _commit;
    private long _committedAt;
    private long _ordinal;

    internal ChangeStream(LogicalReplicationConnection connection, SourceCapture capture, RowReader rows, ChangeWriter writer, SnapshotOverlap overlap, CapturePosition begin)
    {
        (_connection, _capture, _rows, _writer, _overlap, _begin) = (connection, capture, rows, writer, overlap, begin);
        _table = CaptureTable.Split(capture.Table);
        connection.SetReplicationStatus(new NpgsqlLogSequenceNumber(begin.Confirmed));
        _work = Task.Run(() => FollowAsync(_stopping.Token));
    }

    /// <summary>What waits to be taken. Fails with the error of the server.</summary>
    internal ChannelReader<ChangeItem> Items => _items.Reader;

    /// <summary>
    /// A place in the server's log before which nothing is left to be taken, read while the table is quiet; null while it is not. A transaction raises what was received with its end only after its beginning
    /// was noted here, so that none is passed over.
    /// </summary>
    internal ulong? FindQuietPlace()
    {
        var received = (ulong)_connection.LastReceivedLsn;
        return _isInTransaction || _items.Reader.Count > 0 || received == 0 ? null : received;
    }

    /// <summary>The server need not keep what was committed before.</summary>
    internal void Confirm(ulong place)
    {
        if (place > (ulong)_connection.LastFlushedLsn)
        {
            _connection.SetReplicationStatus(new NpgsqlLogSequenceNumber(place));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _connection.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            var options = new PgOutputReplicationOptions(_capture.Publication, PgOutputProtocolVersion.V1, binary: false);
            await foreach (var message in _connection.StartReplication(new PgOutputReplicationSlot(_capture.Slot), options, cancellationToken).ConfigureAwait(false))
            {
                await TakeAsync(message, cancellationToken).ConfigureAwait(false);
            }

            _items.Writer.TryComplete(new IOException("The server has ended the stream of changes"));
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // Whatever it is, the reader must hear of it rather than wait for ever.
            _items.Writer.TryComplete(error);
        }
    }

    private ValueTask TakeAsync(PgOutputReplicationMessage message, CancellationToken cancellationToken) => message switch
    {
        BeginMessage begin => Begin(begin),
        CommitMessage commit => CommitAsync(commit, cancellationToken),
        InsertMessage insert when IsMine(insert.Relation) => InsertAsync(insert, cancellationToken),
        UpdateMessage update when IsMine(update.Relation) => UpdateAsync(update, cancellationToken),
        DeleteMessage delete when IsMine(delete.Relation) => DeleteAsync(delete, cancellationToken),
        TruncateMessage truncate when truncate.Relations.Any(IsMine) => SendAsync('t', null, null, isKeyOnly: false, null, cancellationToken),
        _ => ValueTask.CompletedTask,
    };

    private bool IsMine(RelationMessage relation) => relation.RelationName == _table.Name && relation.Namespace == _table.Schema;

    private ValueTask Begin(BeginMessage begin)
    {
        _isInTransaction = true;
        (_xid, _commit, _ordinal) = (begin.TransactionXid, (ulong)begin.TransactionFinalLsn, 0);
        _committedAt = (begin.TransactionCommitTimestamp.ToUniversalTime() - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        return ValueTask.CompletedTask;
    }

    private async ValueTask CommitAsync(CommitMessage commit, CancellationToken cancellationToken)
    {
        if (_commit >= _begin.Commit)
        {
            await _items.Writer.WriteAsync(new ChangeItem(null, null, _commit, _ordinal, (ulong)commit.TransactionEndLsn, _committedAt), cancellationToken).ConfigureAwait(false);
        }

        _isInTransaction = false;
    }

    private async ValueTask InsertAsync(InsertMessage insert, CancellationToken cancellationToken)
    {
        var shape = await _rows.ShapeOfAsync(insert.Relation, cancellationToken).ConfigureAwait(false);
        var row = await RowReader.ReadAsync(insert.NewRow, cancellationToken).ConfigureAwait(false);
        await SendAsync('c', shape, null, isKeyOnly: false, row, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask UpdateAsync(UpdateMessage update, CancellationToken cancellationToken)
    {
        var shape = await _rows.ShapeOfAsync(update.Relation, cancellationToken).ConfigureAwait(false);
        var (before, isKeyOnly) = update switch
        {
            FullUpdateMessage full => (await RowReader.ReadAsync(full.OldRow, cancellationToken).ConfigureAwait(false), false),
            IndexUpdateMessage index => (await RowReader.ReadAsync(index.Key, cancellationToken).ConfigureAwait(false), true),
            _ => (null, false),
        };
        var row = await RowReader.ReadAsync(update.NewRow, cancellationToken).ConfigureAwait(false);
        if (before is null || !HasOtherKey(shape, before, row))
        {
            await SendAsync('u', shape, before, isKeyOnly, row, cancellationToken).ConfigureAwait(false);
            return;
        }

        // What was known under the old key is gone; values that the update did not carry are those of the old row, where it was told.
        await SendAsync('d', shape, before, isKeyOnly, null, cancellationToken).ConfigureAwait(false);
        var whole = isKeyOnly ? row : Array.ConvertAll(Enumerable.Range(0, row.Length).ToArray(), i => row[i].IsUnchanged ? before[i] : row[i]);
        await SendAsync('c', shape, null, isKeyOnly: false, whole, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask DeleteAsync(DeleteMessage delete, CancellationToken cancellationToken)
    {
        var shape = await _rows.ShapeOfAsync(delete.Relation, cancellationToken).ConfigureAwait(false);
        var (tuple, isKeyOnly) = delete switch
        {
            FullDeleteMessage full => (full.OldRow, false),
            _ => (((KeyDeleteMessage)delete).Key, true),
        };
        await SendAsync('d', shape, await RowReader.ReadAsync(tuple, cancellationToken).ConfigureAwait(false), isKeyOnly, null, cancellationToken).ConfigureAwait(false);
    }

    private static bool HasOtherKey(RowShape shape, RowValue[] before, RowValue[] after)
        => shape.KeyOf(before) is { } old && shape.KeyOf(after) is { } key && !old.AsSpan().SequenceEqual(key);

    private async ValueTask SendAsync(char op, RowShape? shape, RowValue[]? before, bool isKeyOnly, RowValue[]? after, CancellationToken cancellationToken)
    {
        _ordinal++;
        if (_commit < _begin.Commit || (_commit == _begin.Commit && _ordinal <= _begin.Ordinal))
        {
            return;
        }

        var row = after ?? before;
        var item = new ChangeItem(null, null, _commit, _ordinal, 0, _committedAt);
        if (_overlap.IsBehind(_commit) || !await _overlap.HasAsync(_xid, shape is null || row is null ? null : shape.KeyOf(row), cancellationToken).ConfigureAwait(false))
        {
            var value = _writer.Write(op, shape, before, isKeyOnly, after, new ChangeMoment(_committedAt, _commit, _xid));
            item = item with { Key = shape is null || row is null ? null : _writer.WriteKey(shape, row), Value = value };
        }

        await _items.Writer.WriteAsync(item, cancellationToken).ConfigureAwait(false);
    }
}
