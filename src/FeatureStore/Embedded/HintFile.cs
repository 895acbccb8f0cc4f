using System.Buffers;
using System.Buffers.Binary;

namespace FeatureStore.Embedded;

/// <summary>
/// The keys of a segment without its rows, so that a start reads a part of the bytes. Head, 32 bytes: <c>CATHINT</c>, format version 1, bytes of the
/// segment that the hint covers (8), number of records (8), last commit (4), zero (4). A hint that is missing, damaged or of another format is
/// ignored: the segment itself is read then.
/// </summary>
internal static class HintFile
{
    internal const string Extension = ".hint";

    private const int HeadLength = 32;
    private const int FlushLength = 1 << 20;

    private static ReadOnlySpan<byte> Magic => "CATHINT\u0001"u8;

    /// <summary>Writes the hint of all that the segment holds now: the deletions, and the rows that still count.</summary>
    internal static void Write(Segment segment, OnlineIndex index, ViewTable views)
    {
        var temporary = segment.HintPath + ".tmp";
        using (var file = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write))
        {
            var scanner = segment.Scan();
            var buffer = new ArrayBufferWriter<byte>(FlushLength);
            var position = (long)HeadLength;
            var count = 0L;
            while (scanner.TryRead(out var bytes, out var offset))
            {
                var record = SegmentRecord.Parse(bytes);
                if (record.Kind == RecordKind.Row && !index.PointsAt(segment, offset, record, views))
                {
                    continue;
                }

                SegmentRecord.WritePlace(buffer, record, offset, bytes.Length);
                count++;
                if (buffer.WrittenCount >= FlushLength)
                {
                    RandomAccess.Write(file, buffer.WrittenSpan, position);
                    position += buffer.WrittenCount;
                    buffer.ResetWrittenCount();
                }
            }

            RandomAccess.Write(file, buffer.WrittenSpan, position);
            RandomAccess.Write(file, Head(scanner.Position, count, segment.LastCommit), 0);
            RandomAccess.FlushToDisk(file);
        }

        File.Move(temporary, segment.HintPath, overwrite: true);
    }

    /// <summary>Applies the hint of a segment to the index.</summary>
    /// <returns>How many bytes of the segment need not be read any more; the length of its head when there is no usable hint.</returns>
    internal static long Apply(Segment segment, OnlineIndex index, ViewTable views)
    {
        if (!File.Exists(segment.HintPath))
        {
            return Segment.HeadLength;
        }

        using var file = File.OpenHandle(segment.HintPath);
        Span<byte> head = stackalloc byte[HeadLength];
        if (RandomAccess.Read(file, head, 0) < HeadLength || !head.StartsWith(Magic))
        {
            return Segment.HeadLength;
        }

        var covered = BinaryPrimitives.ReadInt64LittleEndian(head[8..]);
        var count = BinaryPrimitives.ReadInt64LittleEndian(head[16..]);
        if (covered < Segment.HeadLength || covered > segment.Length)
        {
            return Segment.HeadLength;
        }

        // A hint that breaks off half way did no harm: reading the segment from its start repeats every step in order.
        var scanner = new SegmentScanner(file, HeadLength, RandomAccess.GetLength(file));
        for (var i = 0L; i < count; i++)
        {
            if (!scanner.TryRead(out var bytes, out _))
            {
                return Segment.HeadLength;
            }

            var record = SegmentRecord.Parse(bytes);
            var (offset, length) = record.ReadPlace();
            index.Apply(record, segment, offset, length, views);
        }

        segment.LastCommit = BinaryPrimitives.ReadUInt32LittleEndian(head[24..]);
        return covered;
    }

    private static byte[] Head(long covered, long count, uint lastCommit)
    {
        var head = new byte[HeadLength];
        Magic.CopyTo(head);
        BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(8), covered);
        BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(16), count);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(24), lastCommit);
        return head;
    }
}
