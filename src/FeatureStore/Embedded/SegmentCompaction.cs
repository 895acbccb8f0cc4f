using System.Buffers;
using FeatureStore.Rows;

namespace FeatureStore.Embedded;

/// <summary>
/// Keeps the disk bounded. As soon as less than half of the sealed segments' bytes still count, and the dead half is worth a segment, the rows
/// that count are copied to one merged segment and the sealed ones are deleted. Because a merge always takes every segment from the oldest on, nothing lies before it that an old
/// deletion would have to keep dead, and so deletions are dropped too. A crash at any point leaves either the old segments or the merged one.
/// </summary>
internal sealed class SegmentCompaction(string directory, SegmentSet segments, OnlineIndex index, ViewTable views, long minDeadBytes)
{
    private const int FlushLength = 1 << 20;

    /// <summary>Merges when it is worth it.</summary>
    /// <returns>Bytes of disk that were freed; 0 when nothing was done.</returns>
    internal long RunIfNeeded(CancellationToken cancellationToken)
    {
        var sources = segments.Sealed;
        var bytes = sources.Sum(static segment => segment.Length);
        var live = sources.Sum(static segment => segment.LiveBytes);
        return bytes - live < Math.Max(live, minDeadBytes) ? 0 : bytes - Merge(sources, cancellationToken).Length;
    }

    /// <summary>Merges the given segments, which must be all sealed ones.</summary>
    internal Segment Merge(IReadOnlyList<Segment> sources, CancellationToken cancellationToken)
    {
        var newest = sources[^1].Id;
        var merged = Segment.CreateMerged(directory, newest with { Generation = newest.Generation + 1 });
        try
        {
            Copy(sources, merged, cancellationToken);
        }
        catch
        {
            merged.Delete();
            throw;
        }

        merged.Publish();
        PointAtCopies(sources, merged);
        segments.Replace(sources, merged);
        foreach (var source in sources)
        {
            source.Delete();
        }

        HintFile.Write(merged, index, views);
        return merged;
    }

    private void Copy(IReadOnlyList<Segment> sources, Segment merged, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(FlushLength);
        foreach (var source in sources)
        {
            var scanner = source.Scan();
            while (scanner.TryRead(out var bytes, out var offset))
            {
                var record = SegmentRecord.Parse(bytes);
                if (record.Kind == RecordKind.Row && index.PointsAt(source, offset, record, views))
                {
                    buffer.Write(bytes);
                }

                if (buffer.WrittenCount >= FlushLength)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    merged.Append(buffer.WrittenSpan, merged.LastCommit + 1);
                    buffer.ResetWrittenCount();
                }
            }

            if (scanner.Position < source.Length)
            {
                throw OnlineStoreErrors.Damaged(source.Path, scanner.Position);
            }
        }

        merged.Append(buffer.WrittenSpan, merged.LastCommit + 1);
    }

    private void PointAtCopies(IReadOnlyList<Segment> sources, Segment merged)
    {
        var from = sources.ToHashSet();
        var scanner = merged.Scan();
        while (scanner.TryRead(out var bytes, out var offset))
        {
            var record = SegmentRecord.Parse(bytes);
            var copy = new RowSlot(merged, offset, bytes.Length, views.FindOrAdd(record.View), record.EventTime, record.Sequence);
            index.Move(new EntityKey(record.Key.ToArray()), copy, from);
        }
    }
}
