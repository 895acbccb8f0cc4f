using System.Buffers;
using Catalog.Core.Values;

namespace FeatureStore.Rows;

/// <summary>
/// Encodes and decodes the rows that the online store holds. Layout, little-endian: format version (1 byte, 1 = newest values, 2 = newest values and windows),
/// event time (int64 microseconds), sequence (int64), arrival time (int64 microseconds), then one encoded value per newest-value feature (<see cref="ValueWriter"/>).
/// In format 1 a row of fewer features than the view has now decodes with nulls for the rest. In format 2 what windows need follows (<see cref="Windows.WindowRow"/>).
/// </summary>
public static class OnlineRowCodec
{
    private const byte NewestValues = 1;
    private const byte WithWindows = 2;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _scratch;

    /// <summary>Encodes one row.</summary>
    public static byte[] Encode(in FeatureRow row) => Encode(row, row.Values);

    /// <summary>Encodes the head of a row with other values.</summary>
    public static byte[] Encode(in FeatureRow row, params ReadOnlySpan<Value> values)
    {
        var buffer = _scratch ??= new ArrayBufferWriter<byte>(256);
        buffer.ResetWrittenCount();
        WriteHead(new ValueWriter(buffer), NewestValues, new OnlineRowHead(row.EventTime, row.Sequence, row.ArrivalTime), values);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Begins a row with windows; what they need is written behind it.</summary>
    internal static void BeginWithWindows(ValueWriter writer, OnlineRowHead head, ReadOnlySpan<Value> values) => WriteHead(writer, WithWindows, head, values);

    private static void WriteHead(ValueWriter writer, byte format, OnlineRowHead head, ReadOnlySpan<Value> values)
    {
        writer.WriteByte(format);
        writer.WriteInt64(head.EventTime.UnixMicroseconds);
        writer.WriteInt64(head.Sequence);
        writer.WriteInt64(head.ArrivalTime.UnixMicroseconds);
        foreach (var value in values)
        {
            writer.WriteValue(value);
        }
    }

    /// <summary>Opens a row whose values, or windows behind them, the caller reads.</summary>
    internal static ValueReader Open(ReadOnlySpan<byte> row, out OnlineRowHead head)
    {
        var reader = new ValueReader(row);
        if (reader.ReadByte() is not (NewestValues or WithWindows))
        {
            throw new FeatureStoreException(
                FeatureStoreErrorCode.CorruptData,
                $"A stored online row has format version '{row[0]}'; this build reads versions 1 and 2. Start the build that wrote it, or rebuild the online store.");
        }

        head = new OnlineRowHead(new Instant(reader.ReadInt64()), reader.ReadInt64(), new Instant(reader.ReadInt64()));
        return reader;
    }

    /// <summary>Decodes the head and the values into <paramref name="values"/>.</summary>
    /// <param name="row">Bytes from the store; not empty.</param>
    /// <param name="values">Receives the values in the order of the view's features.</param>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.CorruptData"/> when the bytes are no row.</exception>
    public static OnlineRowHead Decode(ReadOnlySpan<byte> row, Span<Value> values)
    {
        var reader = Open(row, out var head);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = reader.IsAtEnd ? Value.Null : reader.ReadValue();
        }

        return head;
    }

    /// <summary>Decodes the head and some of the values; the others are passed over.</summary>
    /// <param name="row">Bytes from the store; not empty.</param>
    /// <param name="features">Places of the wanted features in the view, each once, ascending.</param>
    /// <param name="values">Receives their values in the same order.</param>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.CorruptData"/> when the bytes are no row.</exception>
    public static OnlineRowHead Decode(ReadOnlySpan<byte> row, ReadOnlySpan<int> features, Span<Value> values)
    {
        var reader = Open(row, out var head);
        var place = 0;
        for (var i = 0; i < features.Length; i++)
        {
            for (; place < features[i] && !reader.IsAtEnd; place++)
            {
                reader.SkipValue();
            }

            values[i] = reader.IsAtEnd ? Value.Null : reader.ReadValue();
            place++;
        }

        return head;
    }

    /// <summary>Decodes the head only.</summary>
    public static OnlineRowHead DecodeHead(ReadOnlySpan<byte> row)
    {
        Open(row, out var head);
        return head;
    }
}

/// <summary>Times and order of a stored row.</summary>
/// <param name="EventTime">When it happened.</param>
/// <param name="Sequence">Its position in the log, or <see cref="WrittenDirectly"/>.</param>
/// <param name="ArrivalTime">When it reached the log.</param>
public readonly record struct OnlineRowHead(Instant EventTime, long Sequence, Instant ArrivalTime)
{
    /// <summary>
    /// The sequence of a row that was written without an event (<see cref="Materialization.DirectWriter"/>) and so has no position in the log. It is below those of all events: an event of the same time replaces the row, and
    /// the row none.
    /// </summary>
    public const long WrittenDirectly = -2;

    /// <summary>Whether the row was written without an event.</summary>
    public bool IsWrittenDirectly => Sequence == WrittenDirectly;
}
