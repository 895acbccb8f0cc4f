using System.Buffers;
using System.Collections;
using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Rows;

namespace FeatureStore.Materialization;

/// <summary>
/// Rows that wait for their file, in the order in which they were added, as bytes: a row of objects would be copied by the garbage collector again and again until its chunk is complete, and take three times as much
/// memory. Every enumeration makes the rows anew. Not thread-safe.
/// </summary>
/// <remarks>A row is its event time, arrival time and sequence (int64), then the join keys, then the values (<see cref="ValueWriter"/>); it lies in one block.</remarks>
internal sealed class RowChunk(FeatureView view, ViewColumns columns) : IReadOnlyCollection<FeatureRow>
{
    private const int BlockBytes = 64 << 10;

    private readonly int _keyCount = view.Entities.Count;
    private readonly int _valueCount = columns.All.Count;
    private readonly ArrayBufferWriter<byte> _row = new(256);
    private readonly List<(byte[] Bytes, int Length)> _blocks = [];

    public int Count { get; private set; }

    /// <summary>Bytes that the rows take.</summary>
    internal long ByteCount { get; private set; }

    internal void Add(in FeatureRow row)
    {
        _row.ResetWrittenCount();
        var writer = new ValueWriter(_row);
        writer.WriteInt64(row.EventTime.UnixMicroseconds);
        writer.WriteInt64(row.ArrivalTime.UnixMicroseconds);
        writer.WriteInt64(row.Sequence);
        foreach (var key in row.KeyValues)
        {
            writer.WriteValue(key);
        }

        foreach (var value in row.Values)
        {
            writer.WriteValue(value);
        }

        Append(_row.WrittenSpan);
        Count++;
    }

    /// <summary>Removes all rows and gives their memory back.</summary>
    internal void Clear()
    {
        foreach (var (bytes, _) in _blocks)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }

        _blocks.Clear();
        (Count, ByteCount) = (0, 0);
    }

    public IEnumerator<FeatureRow> GetEnumerator()
    {
        foreach (var (bytes, length) in _blocks)
        {
            for (var position = 0; position < length;)
            {
                yield return Read(bytes.AsSpan(0, length), ref position);
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Append(ReadOnlySpan<byte> row)
    {
        if (_blocks.Count == 0 || _blocks[^1].Bytes.Length - _blocks[^1].Length < row.Length)
        {
            _blocks.Add((ArrayPool<byte>.Shared.Rent(Math.Max(BlockBytes, row.Length)), 0));
        }

        var (bytes, length) = _blocks[^1];
        row.CopyTo(bytes.AsSpan(length));
        _blocks[^1] = (bytes, length + row.Length);
        ByteCount += row.Length;
    }

    private FeatureRow Read(ReadOnlySpan<byte> block, ref int position)
    {
        var reader = new ValueReader(block[position..]);
        var (eventTime, arrivalTime, sequence) = (new Instant(reader.ReadInt64()), new Instant(reader.ReadInt64()), reader.ReadInt64());
        var keys = ReadValues(ref reader, _keyCount);
        var row = new FeatureRow(keys, eventTime, arrivalTime, sequence, ReadValues(ref reader, _valueCount));
        position = block.Length - reader.Remaining;
        return row;
    }

    private static Value[] ReadValues(ref ValueReader reader, int count)
    {
        var values = new Value[count];
        foreach (ref var value in values.AsSpan())
        {
            value = reader.ReadValue();
        }

        return values;
    }
}
