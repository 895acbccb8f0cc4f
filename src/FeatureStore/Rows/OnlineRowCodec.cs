using System.Buffers;
using Catalog.Core.Values;

namespace FeatureStore.Rows;

/// <summary>
/// Encodes and decodes the rows that the online store holds. Layout, little-endian: format version (1 byte, 1 = newest values, 2 is kept for tiles),
/// event time (int64 microseconds), sequence (int64), arrival time (int64 microseconds), then one encoded value per feature (<see cref="ValueWriter"/>).
/// A row of fewer features than the view has now decodes with nulls for the rest.
/// </summary>
public static class OnlineRowCodec
{
    private const byte NewestValues = 1;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _scratch;

    /// <summary>Encodes one row.</summary>
    public static byte[] Encode(in FeatureRow row) => Encode(row, row.Values);

    /// <summary>Encodes the head of a row with other values.</summary>
    public static byte[] Encode(in FeatureRow row, params ReadOnlySpan<Value> values)
    {
        var buffer = _scratch ??= new ArrayBufferWriter<byte>(256);
        buffer.ResetWrittenCount();
        var writer = new ValueWriter(buffer);
        writer.WriteByte(NewestValues);
        writer.WriteInt64(row.EventTime.UnixMicroseconds);
        writer.WriteInt64(row.Sequence);
        writer.WriteInt64(row.ArrivalTime.UnixMicroseconds);
        foreach (var value in values)
        {
            writer.WriteValue(value);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Decodes the head and the values into <paramref name="values"/>.</summary>
    /// <param name="row">Bytes from the store; not empty.</param>
    /// <param name="values">Receives the values in the order of the view's features.</param>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.CorruptData"/> when the bytes are no row.</exception>
    public static OnlineRowHead Decode(ReadOnlySpan<byte> row, Span<Value> values)
    {
        var head = Open(row, out var reader);
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
        var head = Open(row, out var reader);
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
    public static OnlineRowHead DecodeHead(ReadOnlySpan<byte> row) => Open(row, out _);

    private static OnlineRowHead Open(ReadOnlySpan<byte> row, out ValueReader reader)
    {
        reader = new ValueReader(row);
        if (reader.ReadByte() != NewestValues)
        {
            throw new FeatureStoreException(
                FeatureStoreErrorCode.CorruptData,
                $"A stored online row has format version '{row[0]}'; this build reads version 1. Start the build that wrote it, or rebuild the online store.");
        }

        return new OnlineRowHead(new Instant(reader.ReadInt64()), reader.ReadInt64(), new Instant(reader.ReadInt64()));
    }
}

/// <summary>Times and order of a stored row.</summary>
/// <param name="EventTime">When it happened.</param>
/// <param name="Sequence">Its position in the log.</param>
/// <param name="ArrivalTime">When it reached the log.</param>
public readonly record struct OnlineRowHead(Instant EventTime, long Sequence, Instant ArrivalTime);
