namespace Ingestion.Embedded;

/// <summary>One file of a topic: a header, then frames. Only the newest segment of a topic grows.</summary>
internal sealed class Segment
{
    private volatile SegmentIndex? _index;
    private long _length;

    /// <param name="path">The file.</param>
    /// <param name="header">Its header.</param>
    /// <param name="length">Bytes of whole frames that are durable, with the header.</param>
    /// <param name="index">The index of those frames; null builds it when it is first needed.</param>
    public Segment(string path, SegmentHeader header, long length, SegmentIndex? index)
    {
        Path = path;
        Header = header;
        _length = length;
        _index = index;
    }

    public string Path { get; }

    public SegmentHeader Header { get; }

    /// <summary>Bytes that may be read. Grows while the segment is the newest of its topic.</summary>
    public long Length => Volatile.Read(ref _length);

    /// <summary>Makes a frame that the disk has confirmed readable.</summary>
    public void Publish(ReadOnlySpan<FrameBlock> blocks, long position, long end)
    {
        _index?.Add(blocks, position);
        Volatile.Write(ref _length, end);
    }

    /// <summary>Position of a frame at or before the one that holds the offset.</summary>
    public async ValueTask<long> FindAsync(FileWindow window, int partition, long offset, CancellationToken cancellationToken)
    {
        if (offset == Header.BaseOffsets[partition])
        {
            return Header.Length;
        }

        // Two readers may build it at once; both results are the same.
        var index = _index ??= await BuildIndexAsync(window, cancellationToken).ConfigureAwait(false);
        return index.Find(partition, offset) ?? Header.Length;
    }

    private async ValueTask<SegmentIndex> BuildIndexAsync(FileWindow window, CancellationToken cancellationToken)
    {
        var index = new SegmentIndex(Header.Partitions);
        var scanner = new FrameScanner(window, Header.Number, Header.Length, verifyBlocks: false);
        while (await scanner.NextAsync(cancellationToken).ConfigureAwait(false) is { } frame)
        {
            index.Add(frame.Blocks, frame.Position);
        }

        // Damage behind the wanted offset is the concern of whoever reads there; before it, the reader runs into it by itself.
        return index;
    }
}
