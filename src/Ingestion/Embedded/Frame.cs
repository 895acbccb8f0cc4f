using System.Buffers.Binary;
using System.Text;
using Catalog.Core.Storage;
using Catalog.Core.Values;

namespace Ingestion.Embedded;

/// <summary>The header of one stored batch, its checksums proven.</summary>
internal sealed class Frame
{
    public required long Position { get; init; }

    public required long DurablePosition { get; init; }

    public required Instant Arrival { get; init; }

    public required int HeaderLength { get; init; }

    public required int Length { get; init; }

    public required FrameBlock[] Blocks { get; init; }

    /// <summary>Who wrote the batch; null when it has no mark.</summary>
    public required string? Producer { get; init; }

    public required byte[] Mark { get; init; }

    public long End => Position + Length;

    /// <summary>Reads the lengths out of the fixed part; false when it is none, or was written for another place.</summary>
    public static bool TryReadFixed(ReadOnlySpan<byte> bytes, long segment, long position, out int headerLength, out int frameLength)
    {
        headerLength = frameLength = 0;
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes) != FrameLayout.Magic
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[FrameLayout.FixedChecksum..]) != Crc32C.Compute(bytes[..FrameLayout.FixedChecksum])
            || BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]) != segment
            || BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]) != position)
        {
            return false;
        }

        headerLength = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        frameLength = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        return true;
    }

    /// <summary>How much of the segment was confirmed by the disk when the frame was written. Meaningful after <see cref="TryReadFixed"/>.</summary>
    public static long ReadDurablePosition(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]);

    /// <summary>Reads the whole header, whose fixed part is proven; null when the rest is damaged.</summary>
    public static Frame? TryReadHeader(ReadOnlySpan<byte> header)
    {
        var checksumAt = header.Length - FrameLayout.ChecksumLength;
        if (BinaryPrimitives.ReadUInt32LittleEndian(header[checksumAt..]) != Crc32C.Compute(header[FrameLayout.FixedLength..checksumAt]))
        {
            return null;
        }

        var blocks = new FrameBlock[BinaryPrimitives.ReadInt32LittleEndian(header[12..])];
        var rest = header[FrameLayout.FixedLength..];
        for (var i = 0; i < blocks.Length; i++)
        {
            blocks[i] = ReadBlock(rest);
            rest = rest[FrameLayout.BlockLength..];
        }

        var producerLength = BinaryPrimitives.ReadInt32LittleEndian(header[48..]);
        var markLength = BinaryPrimitives.ReadInt32LittleEndian(header[52..]);
        return new Frame
        {
            Position = BinaryPrimitives.ReadInt64LittleEndian(header[24..]),
            DurablePosition = ReadDurablePosition(header),
            Arrival = new Instant(BinaryPrimitives.ReadInt64LittleEndian(header[40..])),
            HeaderLength = header.Length,
            Length = BinaryPrimitives.ReadInt32LittleEndian(header[8..]),
            Blocks = blocks,
            Producer = producerLength == 0 ? null : Encoding.UTF8.GetString(rest[..producerLength]),
            Mark = rest.Slice(producerLength, markLength).ToArray(),
        };
    }

    private static FrameBlock ReadBlock(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadInt32LittleEndian(bytes),
        BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]),
        BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]),
        BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[20..]));
}
