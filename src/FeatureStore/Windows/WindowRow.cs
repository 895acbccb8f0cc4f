using System.Buffers;
using Catalog.Core.Values;
using FeatureStore.Rows;
using FeatureStore.Windows.Aggregates;

namespace FeatureStore.Windows;

/// <summary>
/// The online row of one key of a view with windows, while events are put into it. Format 2 of <see cref="OnlineRowCodec"/>: head and newest values as in format 1, then the last sequence
/// taken (int64), the newest event time that counts for windows (int64 microseconds; the smallest value while there is none), and for each series of the plan a count of tiles, each its
/// number (int64) and its state (a count and the bytes), ascending. Only tiles that a lookup from the newest event time on can reach are kept. The bytes follow from the set of events
/// taken, not from their order. Used again for the next key. Not thread-safe.
/// </summary>
internal sealed class WindowRow
{
    private readonly WindowPlan _plan;
    private readonly ViewColumns _columns;
    private readonly Value[] _newest;
    private readonly List<WindowTile>[] _tiles;
    private readonly Stack<AggregateState>[] _free;
    private readonly ArrayBufferWriter<byte> _row = new(1024);
    private readonly ArrayBufferWriter<byte> _state = new(256);
    private OnlineRowHead _head;
    private bool _isEmpty;
    private long _asOf;

    internal WindowRow(WindowPlan plan, ViewColumns columns)
    {
        (_plan, _columns) = (plan, columns);
        _newest = new Value[columns.NewestCount];
        _tiles = [.. plan.Series.Select(static _ => new List<WindowTile>())];
        _free = [.. plan.Series.Select(static _ => new Stack<AggregateState>())];
    }

    /// <summary>The last sequence taken; -1 when there is none.</summary>
    internal long Applied { get; private set; }

    /// <summary>Goes on with a stored row.</summary>
    /// <param name="stored">Its bytes, which stay as they are; empty for a key without a row.</param>
    internal void Open(ReadOnlyMemory<byte> stored)
    {
        Close();
        if (stored.IsEmpty)
        {
            return;
        }

        var reader = OnlineRowCodec.Open(stored.Span, out _head);
        _isEmpty = false;
        for (var i = 0; i < _newest.Length; i++)
        {
            _newest[i] = reader.ReadValue();
        }

        (Applied, _asOf) = (reader.ReadInt64(), reader.ReadInt64());
        foreach (var tiles in _tiles)
        {
            for (var count = reader.ReadCount(); count > 0; count--)
            {
                var number = reader.ReadInt64();
                var length = reader.ReadBytes().Length;
                tiles.Add(new WindowTile(number, stored.Slice(stored.Length - reader.Remaining - length, length), null));
            }
        }
    }

    /// <summary>Takes the next row of the key in the order of the log. One that was taken before changes nothing.</summary>
    internal void Take(in FeatureRow row)
    {
        if (row.Sequence <= Applied)
        {
            return;
        }

        Applied = row.Sequence;
        if (_isEmpty || row.EventTime >= _head.EventTime)
        {
            _head = new OnlineRowHead(row.EventTime, row.Sequence, row.ArrivalTime);
            row.Values.AsSpan(0, _newest.Length).CopyTo(_newest);
            _isEmpty = false;
        }

        if (row.Values[_columns.LatePlace].Bits64 == 0)
        {
            var time = row.EventTime.UnixMicroseconds;
            _asOf = Math.Max(_asOf, time);
            var inputs = row.Values.AsSpan(_columns.NewestCount, _columns.LatePlace - _columns.NewestCount);
            for (var series = 0; series < _tiles.Length; series++)
            {
                Take(series, time, row.Sequence, inputs);
            }
        }
    }

    /// <summary>The bytes to store.</summary>
    internal byte[] Write()
    {
        _row.ResetWrittenCount();
        var writer = new ValueWriter(_row);
        OnlineRowCodec.BeginWithWindows(writer, _head, _newest);
        writer.WriteInt64(Applied);
        writer.WriteInt64(_asOf);
        for (var series = 0; series < _tiles.Length; series++)
        {
            var tiles = _tiles[series];
            RemoveBefore(series, FirstKept(series));
            writer.WriteCount(tiles.Count);
            foreach (var tile in tiles)
            {
                writer.WriteInt64(tile.Number);
                WriteState(writer, tile);
            }
        }

        return _row.WrittenSpan.ToArray();
    }

    private void Take(int series, long time, long sequence, ReadOnlySpan<Value> inputs)
    {
        var declared = _plan.Series[series];
        var number = declared.Longest.TileOf(time);
        if (number < FirstKept(series) || !declared.Takes(inputs, out var operand))
        {
            return;
        }

        var item = new WindowEvent(time, sequence, operand);
        StateOf(series, number).Add(in item);
    }

    private long FirstKept(int series) => _asOf == long.MinValue ? long.MinValue : _plan.Series[series].Longest.FirstTileAt(_asOf);

    private AggregateState StateOf(int series, long number)
    {
        var tiles = _tiles[series];
        var place = tiles.Count;
        while (place > 0 && tiles[place - 1].Number > number)
        {
            place--;
        }

        if (place == 0 || tiles[place - 1].Number != number)
        {
            tiles.Insert(place++, new WindowTile(number, default, null));
        }

        var tile = tiles[place - 1];
        if (tile.State is { } known)
        {
            return known;
        }

        var state = _free[series].TryPop(out var free) ? free : _plan.Series[series].Aggregate.Create();
        if (!tile.Stored.IsEmpty)
        {
            var reader = new ValueReader(tile.Stored.Span);
            state.MergeFrom(ref reader);
        }

        tiles[place - 1] = tile with { State = state };
        return state;
    }

    private void WriteState(ValueWriter writer, WindowTile tile)
    {
        if (tile.State is null)
        {
            writer.WriteBytes(tile.Stored.Span);
            return;
        }

        _state.ResetWrittenCount();
        tile.State.Write(new ValueWriter(_state));
        writer.WriteBytes(_state.WrittenSpan);
    }

    private void RemoveBefore(int series, long first)
    {
        var tiles = _tiles[series];
        var gone = 0;
        while (gone < tiles.Count && tiles[gone].Number < first)
        {
            Release(series, tiles[gone++]);
        }

        tiles.RemoveRange(0, gone);
    }

    private void Close()
    {
        for (var series = 0; series < _tiles.Length; series++)
        {
            foreach (var tile in _tiles[series])
            {
                Release(series, tile);
            }

            _tiles[series].Clear();
        }

        Array.Clear(_newest);
        (_head, _isEmpty, Applied, _asOf) = (default, true, -1, long.MinValue);
    }

    private void Release(int series, WindowTile tile)
    {
        if (tile.State is { } state)
        {
            state.Reset();
            _free[series].Push(state);
        }
    }

    /// <summary>A tile: as stored, or being changed.</summary>
    private readonly record struct WindowTile(long Number, ReadOnlyMemory<byte> Stored, AggregateState? State);
}
