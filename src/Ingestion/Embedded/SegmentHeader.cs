using System.Buffers.Binary;
using Catalog.Core.Storage;
using Catalog.Core.Values;
using Ingestion.Logs;

namespace Ingestion.Embedded;

/// <summary>The first bytes of a segment file: which segment it is and where each partition stood when it began.</summary>
/// <param name="Number">Number of the segment from 0.</param>
/// <param name="LastArrival">The newest arrival time of the segments before; later events are never given an earlier one.</param>
/// <param name="BaseOffsets">The offset that the next event of each partition gets.</param>
internal sealed record SegmentHeader(long Number, Instant LastArrival, long[] BaseOffsets)
{
    private const ulong Magic = 0x3130_474F_4C45_4443; // "CDELOG01"
    private const int FixedLength = 28;

    public int Partitions => BaseOffsets.Length;

    public int Length => LengthOf(Partitions);

    public byte[] Encode()
    {
        var bytes = new byte[Length];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), Partitions);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(12), Number);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(20), LastArrival.UnixMicroseconds);
        for (var i = 0; i < Partitions; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(FixedLength + (i * sizeof(long))), BaseOffsets[i]);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(^sizeof(uint)..), Crc32C.Compute(bytes.AsSpan(..^sizeof(uint))));
        return bytes;
    }

    /// <summary>Reads the header of a segment file.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.CorruptLog"/>.</exception>
    public static SegmentHeader Read(string path, long number)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var start = new byte[FixedLength];
        if (RandomAccess.Read(file, start, fileOffset: 0) < FixedLength || BinaryPrimitives.ReadUInt64LittleEndian(start) != Magic)
        {
            throw LogErrors.Corrupt(path, 0, "it does not begin as a segment of the event log does");
        }

        var partitions = BinaryPrimitives.ReadInt32LittleEndian(start.AsSpan(8));
        if (partitions is < 1 or > LogRequests.MaxPartitions)
        {
            throw LogErrors.Corrupt(path, 8, $"it names \"{partitions}\" partitions");
        }

        var bytes = new byte[LengthOf(partitions)];
        if (RandomAccess.Read(file, bytes, fileOffset: 0) < bytes.Length
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(^sizeof(uint)..)) != Crc32C.Compute(bytes.AsSpan(..^sizeof(uint))))
        {
            throw LogErrors.Corrupt(path, 0, "its header does not match its checksum");
        }

        var header = Decode(bytes, partitions);
        return header.Number == number ? header : throw LogErrors.Corrupt(path, 12, $"it says that it is segment \"{header.Number}\"; its name says {number}");
    }

    private static int LengthOf(int partitions) => FixedLength + (partitions * sizeof(long)) + sizeof(uint);

    private static SegmentHeader Decode(ReadOnlySpan<byte> bytes, int partitions)
    {
        var offsets = new long[partitions];
        for (var i = 0; i < partitions; i++)
        {
            offsets[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes[(FixedLength + (i * sizeof(long)))..]);
        }

        return new SegmentHeader(
            BinaryPrimitives.ReadInt64LittleEndian(bytes[12..]), new Instant(BinaryPrimitives.ReadInt64LittleEndian(bytes[20..])), offsets);
    }
}
