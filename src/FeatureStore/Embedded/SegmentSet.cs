namespace FeatureStore.Embedded;

/// <summary>
/// The segments of a store in log order; the last one is open for writing, the others are sealed. Changed by the committer (which opens a new
/// one) and by the compaction (which replaces sealed ones); safe for both at once.
/// </summary>
internal sealed class SegmentSet(string directory, IEnumerable<Segment> segments)
{
    private readonly Lock _lock = new();
    private readonly List<Segment> _segments = [.. segments];

    /// <summary>The segment open for writing.</summary>
    internal Segment Active
    {
        get
        {
            lock (_lock)
            {
                return _segments[^1];
            }
        }
    }

    /// <summary>Everything before the active segment, oldest first.</summary>
    internal IReadOnlyList<Segment> Sealed
    {
        get
        {
            lock (_lock)
            {
                return _segments[..^1];
            }
        }
    }

    /// <summary>Bytes of all segments.</summary>
    internal long Bytes
    {
        get
        {
            lock (_lock)
            {
                return _segments.Sum(static segment => segment.Length);
            }
        }
    }

    /// <summary>Seals the active segment and opens the next.</summary>
    internal Segment Roll()
    {
        var next = Segment.Create(directory, new SegmentId(Active.Id.Number + 1, 0));
        lock (_lock)
        {
            _segments.Add(next);
        }

        return next;
    }

    /// <summary>Puts the merged segment in the place of the sealed ones it was made from.</summary>
    internal void Replace(IReadOnlyList<Segment> sources, Segment merged)
    {
        lock (_lock)
        {
            _segments.RemoveRange(0, sources.Count);
            _segments.Insert(0, merged);
        }
    }
}
