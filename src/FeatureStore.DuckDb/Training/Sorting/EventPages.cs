namespace FeatureStore.DuckDb.Training.Sorting;

/// <summary>The events of one bucket, in pages of memory or of the spill file. Not thread-safe.</summary>
/// <param name="memory">Gives pages.</param>
/// <param name="file">Keeps those that do not fit into memory.</param>
internal sealed unsafe class EventPages(PageMemory memory, SpillFile file)
{
    private readonly List<Page> _pages = [];
    private nint _open;
    private int _room;
    private int _used;
    private int _spilled;

    /// <summary>How many events.</summary>
    internal int Count { get; private set; }

    /// <summary>Bytes of all events.</summary>
    internal long Bytes { get; private set; }

    /// <summary>Adds an event.</summary>
    /// <returns>Bytes of memory taken for it beyond what was taken before.</returns>
    internal int Add(int key, long step, ReadOnlySpan<byte> rest)
    {
        var (length, taken) = (EventRow.HeadLength + rest.Length, 0);
        if (length > _room - _used)
        {
            Close();
            taken = _room = memory.Take(length, out _open).Length;
        }

        EventRow.Write(new Span<byte>((byte*)_open + _used, length), key, step, rest);
        _used += length;
        Bytes += length;
        Count++;
        return taken;
    }

    /// <summary>Moves what is full out of memory.</summary>
    /// <returns>Bytes of memory given free.</returns>
    internal long Spill()
    {
        var freed = 0L;
        for (; _spilled < _pages.Count; _spilled++)
        {
            var page = _pages[_spilled];
            _pages[_spilled] = page with { Memory = 0, Begin = file.Write(new ReadOnlySpan<byte>((void*)page.Memory, page.Length)) };
            memory.Return(page.Memory);
            freed += page.Room;
        }

        return freed;
    }

    /// <summary>Brings a page into memory, where it stays until <see cref="Release"/>.</summary>
    internal ReadOnlySpan<byte> Load(int page)
    {
        var loaded = _pages[page];
        if (loaded.Memory == 0)
        {
            var room = memory.Take(loaded.Length, out var address);
            file.Read(loaded.Begin, room[..loaded.Length]);
            _pages[page] = loaded = loaded with { Memory = address, Room = room.Length };
        }

        return new ReadOnlySpan<byte>((void*)loaded.Memory, loaded.Length);
    }

    /// <summary>Gives a page free; its events are lost unless it lies in the file.</summary>
    internal void Release(int page)
    {
        memory.Return(_pages[page].Memory);
        _pages[page] = _pages[page] with { Memory = 0 };
    }

    /// <summary>Goes through the events in the order in which they came, one page in memory at a time, and gives each page free.</summary>
    internal void ForEach(Action<ReadOnlySpan<byte>> take)
    {
        var pages = Close();
        for (var page = 0; page < pages; page++)
        {
            for (var rows = Load(page); !rows.IsEmpty; rows = rows[EventRow.LengthOf(rows)..])
            {
                take(rows[..EventRow.LengthOf(rows)]);
            }

            Release(page);
        }
    }

    /// <summary>Ends the adding.</summary>
    /// <returns>How many pages there are.</returns>
    internal int Close()
    {
        if (_used > 0)
        {
            _pages.Add(new Page(_open, 0, _used, _room));
            (_open, _room, _used) = (0, 0, 0);
        }

        return _pages.Count;
    }

    private readonly record struct Page(nint Memory, long Begin, int Length, int Room);
}
