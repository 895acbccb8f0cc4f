using Catalog.Core.Storage;
using Ingestion.Ports;

namespace Ingestion.Embedded;

/// <summary>One read of a partition: finds the frame of the first offset, then streams through frames and segments. Holds no lock; what it reads never changes.</summary>
/// <param name="segments">The segments of the topic in order.</param>
/// <param name="partition">The partition.</param>
/// <param name="offset">The first wanted offset.</param>
/// <param name="end">One past the last readable offset; larger than <paramref name="offset"/>.</param>
/// <param name="maxRecords">Records after which the read ends.</param>
/// <param name="maxBytes">Bytes after which the read ends.</param>
internal sealed class PartitionReader(Segment[] segments, int partition, long offset, long end, int maxRecords, int maxBytes)
{
    private readonly List<LogRecord> _records = new((int)Math.Min(maxRecords, end - offset));
    private readonly long _from = offset;
    private long _bytes;

    private long Next => _from + _records.Count;

    private bool IsDone => Next >= end || _records.Count >= maxRecords || _bytes >= maxBytes;

    /// <summary>At least one record.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.CorruptLog"/> or <see cref="IngestionErrorCode.EventLogUnavailable"/>.</exception>
    public async ValueTask<IReadOnlyList<LogRecord>> ReadAsync(CancellationToken cancellationToken)
    {
        for (var i = FindSegment(); !IsDone; i++)
        {
            try
            {
                await ReadSegmentAsync(segments[i], cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw LogErrors.Unavailable("read", segments[i].Path, exception);
            }

            if (!IsDone && (i + 1 == segments.Length || segments[i + 1].Header.BaseOffsets[partition] != Next))
            {
                throw LogErrors.Corrupt(segments[i].Path, segments[i].Length, $"the file ends before offset {Next} of partition {partition}");
            }
        }

        return _records;
    }

    /// <summary>The last segment that begins at or before the offset: segments without events of the partition begin at the same offset as the one after them.</summary>
    private int FindSegment()
    {
        int low = 0, high = segments.Length;
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (segments[middle].Header.BaseOffsets[partition] <= _from)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private async ValueTask ReadSegmentAsync(Segment segment, CancellationToken cancellationToken)
    {
        using var file = File.OpenHandle(segment.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var window = new FileWindow(file, segment.Length);
        var start = await segment.FindAsync(window, partition, Next, cancellationToken).ConfigureAwait(false);
        var scanner = new FrameScanner(window, segment.Header.Number, start, verifyBlocks: false);
        while (!IsDone)
        {
            var frame = await scanner.NextAsync(cancellationToken).ConfigureAwait(false);
            if (frame is null)
            {
                break;
            }

            await ReadFrameAsync(segment, window, frame, cancellationToken).ConfigureAwait(false);
        }

        if (scanner.Defect is not null)
        {
            throw LogErrors.Corrupt(segment.Path, scanner.Position, scanner.Defect);
        }
    }

    private async ValueTask ReadFrameAsync(Segment segment, FileWindow window, Frame frame, CancellationToken cancellationToken)
    {
        var position = frame.Position + frame.HeaderLength;
        foreach (var block in frame.Blocks)
        {
            if (IsDone)
            {
                return;
            }

            if (block.Partition == partition && block.FirstOffset + block.Count > Next)
            {
                if (block.FirstOffset > Next)
                {
                    throw LogErrors.Corrupt(segment.Path, frame.Position, $"offset {Next} of partition {partition} is missing before this frame");
                }

                var bytes = await window.ReadAsync(position, block.Length, cancellationToken).ConfigureAwait(false);
                if (bytes.Length < block.Length || Crc32C.Compute(bytes.Span) != block.Checksum)
                {
                    throw LogErrors.Corrupt(segment.Path, position, "the events of the frame do not match their checksum");
                }

                TakeRecords(frame, block, bytes);
            }

            position += block.Length;
        }
    }

    private void TakeRecords(Frame frame, FrameBlock block, ReadOnlyMemory<byte> bytes)
    {
        // A copy, because records outlive the window; blocks are small, so a record that is kept keeps little else alive.
        var copy = GC.AllocateUninitializedArray<byte>(block.Length);
        bytes.CopyTo(copy);
        ReadOnlyMemory<byte> rest = copy;
        for (var offset = block.FirstOffset; offset < block.FirstOffset + block.Count && !IsDone; offset++)
        {
            var (key, payload) = EventCodec.Read(ref rest);
            if (offset >= Next)
            {
                _records.Add(new LogRecord(offset, frame.Arrival, key, payload));
                _bytes += key.Length + payload.Length;
            }
        }
    }
}
