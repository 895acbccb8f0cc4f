using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Catalog.Core.Storage;
using Catalog.Core.Values;
using Ingestion.Logs;
using Ingestion.Ports;

namespace Ingestion.Embedded;

/// <summary>
/// A batch as the bytes of its frame, encoded by the appender; what only the writer knows (place, time, offsets) is filled in by <see cref="Seal"/>.
/// The buffer is pooled: dispose of it after the write.
/// </summary>
internal sealed class EncodedBatch : IDisposable
{
    private readonly byte[] _buffer;
    private readonly FrameBlock[] _blocks;
    private readonly int _headerLength;

    private EncodedBatch(byte[] buffer, int length, int headerLength, FrameBlock[] blocks, AppendBatch batch)
    {
        _buffer = buffer;
        Length = length;
        _headerLength = headerLength;
        _blocks = blocks;
        Producer = batch.Producer;
        Mark = batch.Mark.ToArray();
    }

    public int Length { get; }

    public string? Producer { get; }

    public byte[] Mark { get; }

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, Length);

    /// <summary>The blocks of the frame. Their offsets are known after <see cref="Seal"/>.</summary>
    public ReadOnlySpan<FrameBlock> Blocks => _blocks;

    /// <summary>Encodes the events, grouped by partition, and leaves room for the header.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.TooLarge"/> or <see cref="IngestionErrorCode.InvalidRequest"/>.</exception>
    public static EncodedBatch Create(string topic, AppendBatch batch, int partitions, int maxBytes)
    {
        LogRequests.CheckMark(batch);
        var plan = BatchPlan.Of(batch.Events, partitions);
        var producerLength = batch.Producer is null ? 0 : Encoding.UTF8.GetByteCount(batch.Producer);
        var headerLength = FrameLayout.HeaderLength(plan.Blocks.Length, producerLength, batch.Mark.Length);
        var length = headerLength + plan.BodyLength;
        if (length > maxBytes)
        {
            throw LogRequests.BatchTooLarge(
                topic, length, maxBytes, $"{EmbeddedEventLogOptions.Section}:{nameof(EmbeddedEventLogOptions.MaxBatchBytes)}");
        }

        var buffer = ArrayPool<byte>.Shared.Rent((int)length);
        var rest = buffer.AsSpan(headerLength, (int)plan.BodyLength);
        foreach (var index in plan.Order)
        {
            rest = EventCodec.Write(rest, batch.Events[index]);
        }

        var encoded = new EncodedBatch(buffer, (int)length, headerLength, plan.Blocks, batch);
        encoded.WriteHeader(producerLength);
        return encoded;
    }

    /// <summary>Completes the frame for its place in a segment and moves <paramref name="nextOffsets"/> on.</summary>
    /// <returns>Of each partition that got events the position of the last one, by partition.</returns>
    public LogPosition[] Seal(long segment, long position, long durablePosition, Instant arrival, long[] nextOffsets)
    {
        var header = _buffer.AsSpan(0, _headerLength);
        BinaryPrimitives.WriteInt64LittleEndian(header[16..], segment);
        BinaryPrimitives.WriteInt64LittleEndian(header[24..], position);
        BinaryPrimitives.WriteInt64LittleEndian(header[32..], durablePosition);
        BinaryPrimitives.WriteInt64LittleEndian(header[40..], arrival.UnixMicroseconds);
        BinaryPrimitives.WriteUInt32LittleEndian(header[FrameLayout.FixedChecksum..], Crc32C.Compute(header[..FrameLayout.FixedChecksum]));

        var before = (long[])nextOffsets.Clone();
        WriteBlocks(header[FrameLayout.FixedLength..], nextOffsets);
        var checksumAt = _headerLength - FrameLayout.ChecksumLength;
        BinaryPrimitives.WriteUInt32LittleEndian(header[checksumAt..], Crc32C.Compute(header[FrameLayout.FixedLength..checksumAt]));
        return [.. nextOffsets.Index().Where(next => next.Item > before[next.Index]).Select(static next => new LogPosition(next.Index, next.Item - 1))];
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private void WriteHeader(int producerLength)
    {
        var header = _buffer.AsSpan(0, _headerLength);
        BinaryPrimitives.WriteUInt32LittleEndian(header, FrameLayout.Magic);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], _headerLength);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], Length);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], _blocks.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header[48..], producerLength);
        BinaryPrimitives.WriteInt32LittleEndian(header[52..], Mark.Length);

        var names = header[(FrameLayout.FixedLength + (_blocks.Length * FrameLayout.BlockLength))..];
        Encoding.UTF8.GetBytes(Producer, names);
        Mark.CopyTo(names[producerLength..]);

        var body = _buffer.AsSpan(_headerLength, Length - _headerLength);
        for (var i = 0; i < _blocks.Length; i++)
        {
            _blocks[i] = _blocks[i] with { Checksum = Crc32C.Compute(body[.._blocks[i].Length]) };
            body = body[_blocks[i].Length..];
        }
    }

    private void WriteBlocks(Span<byte> target, long[] nextOffsets)
    {
        for (var i = 0; i < _blocks.Length; i++)
        {
            var block = _blocks[i] with { FirstOffset = nextOffsets[_blocks[i].Partition] };
            nextOffsets[block.Partition] += block.Count;
            _blocks[i] = block;
            BinaryPrimitives.WriteInt32LittleEndian(target, block.Partition);
            BinaryPrimitives.WriteInt32LittleEndian(target[4..], block.Count);
            BinaryPrimitives.WriteInt64LittleEndian(target[8..], block.FirstOffset);
            BinaryPrimitives.WriteInt32LittleEndian(target[16..], block.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(target[20..], block.Checksum);
            target = target[FrameLayout.BlockLength..];
        }
    }
}
