using FeatureStore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace FeatureStore.Embedded;

/// <summary>Opens the segments of a directory and rebuilds the index from them.</summary>
internal sealed class OnlineStoreRecovery(string directory, OnlineIndex index, ViewTable views, ILogger logger)
{
    /// <summary>Opens what the directory holds; at least one segment comes back, the last of them ready to be written to.</summary>
    /// <exception cref="FeatureStoreException">A segment is damaged elsewhere than at the end that a crash may tear.</exception>
    internal SegmentSet Run(out RecoveryReport report)
    {
        Segment.DeleteUnpublished(directory);
        var segments = OpenSegments();
        if (segments.Count == 0)
        {
            segments.Add(Segment.Create(directory, new SegmentId(1, 0)));
        }

        try
        {
            foreach (var segment in segments[..^1])
            {
                var end = Replay(segment);
                if (end < segment.Length)
                {
                    throw OnlineStoreErrors.Damaged(segment.Path, end);
                }
            }

            report = new RecoveryReport(segments.Count, ReplayLast(segments[^1]));
        }
        catch
        {
            segments.ForEach(static segment => segment.Dispose());
            throw;
        }

        return new SegmentSet(directory, segments);
    }

    private List<Segment> OpenSegments()
    {
        var ids = new List<SegmentId>();
        foreach (var path in Directory.EnumerateFiles(directory, "*" + SegmentId.Extension))
        {
            if (SegmentId.TryParse(Path.GetFileName(path), out var id))
            {
                ids.Add(id);
            }
        }

        ids.Sort();
        var segments = new List<Segment>();
        foreach (var id in ids)
        {
            var path = Path.Combine(directory, id + SegmentId.Extension);
            var segment = Segment.Open(path, id);
            if (segment is null)
            {
                File.Delete(path);
                continue;
            }

            if (segment.ReplacesEarlier)
            {
                segments.ForEach(static superseded => superseded.Delete());
                segments.Clear();
            }

            segments.Add(segment);
        }

        return segments;
    }

    private long Replay(Segment segment)
    {
        var scanner = segment.Scan(HintFile.Apply(segment, index, views));
        while (scanner.TryRead(out var bytes, out var offset))
        {
            index.Apply(SegmentRecord.Parse(bytes), segment, offset, bytes.Length, views);
            segment.LastCommit = SegmentRecord.CommitOf(bytes);
        }

        return scanner.Position;
    }

    /// <summary>Replays the segment that was open for writing; a commit that the crash tore is cut off. Nobody was told that it was stored.</summary>
    private long ReplayLast(Segment segment)
    {
        var end = Replay(segment);
        var torn = segment.Length - end;
        if (torn == 0)
        {
            return 0;
        }

        if (HasLaterCommit(segment, end))
        {
            throw OnlineStoreErrors.Damaged(segment.Path, end);
        }

        segment.Truncate(end);
        Log.TornTailTruncated(logger, segment.Path, torn, end);
        return torn;
    }

    /// <summary>
    /// Whether a commit that was acknowledged follows the damage. A commit begins only after the one before it is durable, so a torn one is the
    /// last or, if none of its records is whole, the next; a record of any later one means that stored rows were damaged afterwards.
    /// </summary>
    private static bool HasLaterCommit(Segment segment, long damage)
    {
        var tail = new byte[segment.Length - damage];
        var count = segment.Read(tail, damage);
        for (var start = 1; start <= count - SegmentRecord.MinLength; start++)
        {
            var rest = tail.AsSpan(start, count - start);
            var length = SegmentRecord.LengthOf(rest);
            if (length <= rest.Length && SegmentRecord.IsIntact(rest[..(int)length])
                && unchecked((int)(SegmentRecord.CommitOf(rest) - segment.LastCommit)) > 1)
            {
                return true;
            }
        }

        return false;
    }
}
