namespace FeatureStore.DuckDb.Training.Sorting;

/// <summary>
/// Sorts events by (key, step), whatever their number, in bounded memory. Each goes into a bucket of neighbouring keys, so that one bucket after the other is in order; what does not fit
/// into memory waits in a file. A bucket that is too large to be held, since its keys have so many events, is divided once more, by key and step. Which of two events of one step comes
/// first is left open. Events are added by one thread; different buckets may then be read by different ones.
/// </summary>
internal sealed class EventSorter : IDisposable
{
    private const int MostBuckets = 1024;
    private const int EventsOfBucket = 32 * 1024;
    private const int SamplesOfPart = 64;

    private readonly EventPages[] _buckets;
    private readonly PageMemory _memory;
    private readonly SpillFile _file;
    private readonly long _memoryBytes;
    private readonly long _keys;
    private long _taken;

    /// <param name="keys">Keys are numbered from 0 to one less.</param>
    /// <param name="expected">About how many events will come.</param>
    /// <param name="memoryBytes">Memory for events.</param>
    /// <param name="directory">Folder for what does not fit.</param>
    internal EventSorter(long keys, long expected, long memoryBytes, string directory)
        : this(CountFor(keys, expected, memoryBytes), memoryBytes, new PageMemory(), new SpillFile(directory)) => _keys = keys;

    private EventSorter(int buckets, long memoryBytes, PageMemory memory, SpillFile file)
    {
        (_memory, _file, _memoryBytes) = (memory, file, memoryBytes);
        _buckets = new EventPages[buckets];
        for (var i = 0; i < buckets; i++)
        {
            _buckets[i] = new EventPages(memory, file);
        }
    }

    /// <summary>How many buckets there are.</summary>
    internal int Buckets => _buckets.Length;

    /// <summary>Memory that was taken for events.</summary>
    internal long MemoryBytes => _memory.Bytes;

    /// <summary>Bytes that went to the file.</summary>
    internal long SpilledBytes => _file.Length;

    /// <summary>Where the parts of a bucket begin, the first left out; null where buckets are made of keys.</summary>
    private (int Key, long Step)[]? Bounds { get; init; }

    /// <summary>The first key that may be in a bucket; of the one behind the last, the number of keys.</summary>
    internal int FirstKeyOf(int bucket) => (int)(((bucket * _keys) + Buckets - 1) / Buckets);

    /// <summary>Adds an event.</summary>
    /// <param name="key">Number of its key.</param>
    /// <param name="step">What events of a key are sorted by.</param>
    /// <param name="rest">What goes with it.</param>
    internal void Add(int key, long step, ReadOnlySpan<byte> rest)
    {
        var taken = _buckets[BucketOf(key, step)].Add(key, step, rest);
        _taken += taken;

        // Looked at where a page is taken, and not at each event: the pages that are being written may be more than fits, and stay.
        if (taken > 0 && _taken > _memoryBytes)
        {
            foreach (var bucket in _buckets)
            {
                _taken -= bucket.Spill();
            }
        }
    }

    /// <summary>Gives the events of a bucket free one piece after the other, in order; each is valid until the next is asked for. Can be done once.</summary>
    /// <param name="bucket">Number of the bucket from 0.</param>
    /// <param name="most">Bytes that may be held.</param>
    /// <param name="events">Receives each piece.</param>
    internal IEnumerable<SortedEvents> Take(int bucket, long most, SortedEvents events)
    {
        var pages = _buckets[bucket];
        if (pages.Bytes <= most)
        {
            events.Load(pages);
            yield return events;
            yield break;
        }

        foreach (var part in Divide(pages, most)._buckets)
        {
            events.Load(part);
            yield return events;
        }
    }

    public void Dispose()
    {
        _memory.Dispose();
        _file.Dispose();
    }

    private int BucketOf(int key, long step)
    {
        if (Bounds is null)
        {
            return (int)(key * (long)Buckets / _keys);
        }

        var found = Array.BinarySearch(Bounds, (key, step));
        return found >= 0 ? found + 1 : ~found;
    }

    /// <summary>A part holds all events of one key and step at least.</summary>
    private EventSorter Divide(EventPages pages, long most)
    {
        var count = (int)Math.Clamp(2 * pages.Bytes / most, 2, MostBuckets);
        var bounds = FindBounds(pages, count);
        var parts = new EventSorter(bounds.Length + 1, most, _memory, _file) { Bounds = bounds };
        pages.ForEach(row => parts.Add(EventRow.KeyOf(row), EventRow.StepOf(row), EventRow.RestOf(row)));
        return parts;
    }

    /// <summary>Where each part but the first begins, by a sample of the events, so that the parts are about as large.</summary>
    private static (int Key, long Step)[] FindBounds(EventPages pages, int count)
    {
        var each = Math.Max(1, pages.Count / (count * SamplesOfPart));
        var samples = new List<(int Key, long Step)>();
        var seen = 0;
        pages.Close();
        pages.Spill();
        pages.ForEach(row =>
        {
            if (seen++ % each == 0)
            {
                samples.Add((EventRow.KeyOf(row), EventRow.StepOf(row)));
            }
        });
        samples.Sort();
        return [.. Enumerable.Range(1, count - 1).Select(part => samples[(int)((long)part * samples.Count / count)]).Distinct()];
    }

    // Few enough that a page of each takes no more than a quarter of the memory.
    private static int CountFor(long keys, long expected, long memoryBytes)
        => (int)Math.Clamp(expected / EventsOfBucket, 1, Math.Max(1, Math.Min(Math.Min(MostBuckets, keys), memoryBytes / (4 * PageMemory.PageBytes))));
}
