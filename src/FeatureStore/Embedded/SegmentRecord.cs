using System.Buffers;
using System.Buffers.Binary;
using Catalog.Core.Storage;
using Catalog.Core.Values;
using FeatureStore.Ports;

namespace FeatureStore.Embedded;

/// <summary>
/// One record of a segment. Layout, little-endian: CRC-32C of all that follows (4 bytes), length of the body (4), number of the commit that
/// wrote it (4), then the body: kind (1), length of the view (2), length of the key (4), event time (8), sequence (8), view in UTF-8, key, row.
/// A deletion leaves the parts empty that it has no use for.
/// </summary>
internal readonly ref struct SegmentRecord
{
    /// <summary>Bytes before the body.</summary>
    internal const int HeadLength = 12;

    /// <summary>Bytes of the smallest record.</summary>
    internal const int MinLength = HeadLength + 1 + 2 + 4 + 8 + 8;

    private const int MaxLength = MinLength + ushort.MaxValue + OnlineStoreOptions.MaxRowBytes;

    private SegmentRecord(ReadOnlySpan<byte> record)
    {
        var viewLength = BinaryPrimitives.ReadUInt16LittleEndian(record[13..]);
        var keyLength = BinaryPrimitives.ReadUInt32LittleEndian(record[15..]);
        Kind = (RecordKind)record[12];
        EventTime = new Instant(BinaryPrimitives.ReadInt64LittleEndian(record[19..]));
        Sequence = BinaryPrimitives.ReadInt64LittleEndian(record[27..]);
        View = record.Slice(MinLength, viewLength);
        Key = record.Slice(MinLength + viewLength, (int)keyLength);
        Row = record[(MinLength + viewLength + (int)keyLength)..];
    }

    internal RecordKind Kind { get; }

    internal Instant EventTime { get; }

    internal long Sequence { get; }

    internal ReadOnlySpan<byte> View { get; }

    internal ReadOnlySpan<byte> Key { get; }

    internal ReadOnlySpan<byte> Row { get; }

    /// <summary>Appends a row; returns the length of its record.</summary>
    internal static int WriteRow(ArrayBufferWriter<byte> target, uint commit, ReadOnlySpan<byte> view, in OnlineWrite row)
        => Write(target, commit, RecordKind.Row, (row.EventTime, row.Sequence), view, row.Key.Bytes.Span, row.Row.Span);

    /// <summary>Appends a deletion; returns the length of its record.</summary>
    internal static int WriteDeletion(ArrayBufferWriter<byte> target, uint commit, RecordKind kind, ReadOnlySpan<byte> view, ReadOnlySpan<byte> key)
        => Write(target, commit, kind, default, view, key, []);

    /// <summary>Appends what a hint file keeps of a record: everything but its row, and in the row's place where the record lies.</summary>
    internal static void WritePlace(ArrayBufferWriter<byte> target, in SegmentRecord record, long offset, int length)
    {
        Span<byte> place = stackalloc byte[sizeof(long) + sizeof(int)];
        BinaryPrimitives.WriteInt64LittleEndian(place, offset);
        BinaryPrimitives.WriteInt32LittleEndian(place[sizeof(long)..], length);
        Write(target, 0, record.Kind, (record.EventTime, record.Sequence), record.View, record.Key, place);
    }

    /// <summary>Reads what <see cref="WritePlace"/> put into the place of the row.</summary>
    internal (long Offset, int Length) ReadPlace()
        => (BinaryPrimitives.ReadInt64LittleEndian(Row), BinaryPrimitives.ReadInt32LittleEndian(Row[sizeof(long)..]));

    /// <summary>Length of the whole record whose head stands at the start of <paramref name="head"/>; more than any file when it is nonsense.</summary>
    internal static long LengthOf(ReadOnlySpan<byte> head)
    {
        var length = HeadLength + (long)BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
        return length is < MinLength or > MaxLength ? long.MaxValue : length;
    }

    /// <summary>Number of the commit that wrote a whole record.</summary>
    internal static uint CommitOf(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadUInt32LittleEndian(record[8..]);

    /// <summary>Whether a whole record is as it was written. The cheap tests stand first: recovery asks this at every byte of a torn tail.</summary>
    internal static bool IsIntact(ReadOnlySpan<byte> record)
        => (RecordKind)record[12] is RecordKind.Row or RecordKind.DeleteView or RecordKind.DeleteKey
            && MinLength + BinaryPrimitives.ReadUInt16LittleEndian(record[13..]) + (long)BinaryPrimitives.ReadUInt32LittleEndian(record[15..]) <= record.Length
            && Crc32C.Compute(record[4..]) == BinaryPrimitives.ReadUInt32LittleEndian(record);

    /// <summary>Takes an intact record apart.</summary>
    internal static SegmentRecord Parse(ReadOnlySpan<byte> record) => new(record);

    private static int Write(
        ArrayBufferWriter<byte> target,
        uint commit,
        RecordKind kind,
        (Instant EventTime, long Sequence) order,
        ReadOnlySpan<byte> view,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> row)
    {
        var length = MinLength + view.Length + key.Length + row.Length;
        var record = target.GetSpan(length)[..length];
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], (uint)(length - HeadLength));
        BinaryPrimitives.WriteUInt32LittleEndian(record[8..], commit);
        record[12] = (byte)kind;
        BinaryPrimitives.WriteUInt16LittleEndian(record[13..], checked((ushort)view.Length));
        BinaryPrimitives.WriteUInt32LittleEndian(record[15..], (uint)key.Length);
        BinaryPrimitives.WriteInt64LittleEndian(record[19..], order.EventTime.UnixMicroseconds);
        BinaryPrimitives.WriteInt64LittleEndian(record[27..], order.Sequence);
        view.CopyTo(record[MinLength..]);
        key.CopyTo(record[(MinLength + view.Length)..]);
        row.CopyTo(record[(MinLength + view.Length + key.Length)..]);
        BinaryPrimitives.WriteUInt32LittleEndian(record, Crc32C.Compute(record[4..]));
        target.Advance(length);
        return length;
    }
}
