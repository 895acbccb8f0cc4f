namespace Ingestion.Embedded;

/// <summary>
/// Where in a segment to start looking for an offset: about one entry for every 64 KiB of file and partition. Lives in memory only; it is rebuilt from the frames' headers.
/// One writer may add while others look up.
/// </summary>
internal sealed class SegmentIndex(int partitions)
{
    private const int Spacing = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly List<(long Offset, long Position)>[] _entries = [.. Enumerable.Range(0, partitions).Select(static _ => new List<(long, long)>())];

    /// <summary>Notes the blocks of the frame at a position; frames come in file order.</summary>
    public void Add(ReadOnlySpan<FrameBlock> blocks, long position)
    {
        lock (_lock)
        {
            foreach (var block in blocks)
            {
                var entries = _entries[block.Partition];
                if (entries.Count == 0 || position - entries[^1].Position >= Spacing)
                {
                    entries.Add((block.FirstOffset, position));
                }
            }
        }
    }

    /// <summary>Position of a frame at or before the one that holds the offset; null when the partition has no entry at or before it.</summary>
    public long? Find(int partition, long offset)
    {
        lock (_lock)
        {
            var entries = _entries[partition];
            int low = 0, high = entries.Count;
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (entries[middle].Offset <= offset)
                {
                    low = middle + 1;
                }
                else
                {
                    high = middle;
                }
            }

            return low == 0 ? null : entries[low - 1].Position;
        }
    }
}
