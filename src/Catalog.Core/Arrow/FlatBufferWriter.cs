using System.Buffers.Binary;
using System.Text;

namespace Catalog.Core.Arrow;

/// <summary>
/// Writes one FlatBuffer (https://flatbuffers.dev/internals): from the end to the front, so that whatever is referred to is there before. Things are named by their distance from
/// the end, which never changes; 0 is nothing. Only what Arrow's metadata needs. Not thread-safe.
/// </summary>
internal sealed class FlatBufferWriter
{
    private byte[] _bytes = new byte[1024];
    private int _used;
    private int _alignment = sizeof(int);
    private int[] _slots = [];
    private int _tableStart;

    /// <summary>Adds a text; gives its name.</summary>
    internal int AddText(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Align(sizeof(int), bytes.Length + 1);
        Take(1); // A text ends with a zero that is not counted.
        bytes.CopyTo(Take(bytes.Length));
        return PutInt32(bytes.Length);
    }

    /// <summary>Adds a vector of references; gives its name.</summary>
    internal int AddOffsets(IReadOnlyList<int> things)
    {
        Align(sizeof(int), things.Count * sizeof(int));
        for (var i = things.Count - 1; i >= 0; i--)
        {
            PutOffset(things[i]);
        }

        return PutInt32(things.Count);
    }

    /// <summary>Adds a vector of structs of two numbers; gives its name.</summary>
    internal int AddPairs(IReadOnlyList<(long First, long Second)> pairs)
    {
        Align(sizeof(long), pairs.Count * 2 * sizeof(long));
        for (var i = pairs.Count - 1; i >= 0; i--)
        {
            BinaryPrimitives.WriteInt64LittleEndian(Take(sizeof(long)), pairs[i].Second);
            BinaryPrimitives.WriteInt64LittleEndian(Take(sizeof(long)), pairs[i].First);
        }

        return PutInt32(pairs.Count);
    }

    /// <summary>Begins a table. Until its end nothing but its slots may be set.</summary>
    internal void BeginTable(int slots)
    {
        _slots = new int[slots];
        _tableStart = _used;
    }

    internal void SetByte(int slot, byte value)
    {
        Take(1)[0] = value;
        _slots[slot] = _used;
    }

    internal void SetInt16(int slot, short value)
    {
        Align(sizeof(short), 0);
        BinaryPrimitives.WriteInt16LittleEndian(Take(sizeof(short)), value);
        _slots[slot] = _used;
    }

    internal void SetInt32(int slot, int value)
    {
        Align(sizeof(int), 0);
        _slots[slot] = PutInt32(value);
    }

    internal void SetInt64(int slot, long value)
    {
        Align(sizeof(long), 0);
        BinaryPrimitives.WriteInt64LittleEndian(Take(sizeof(long)), value);
        _slots[slot] = _used;
    }

    /// <summary>Sets a slot to what is named so; leaves it out where that is nothing.</summary>
    internal void SetOffset(int slot, int thing)
    {
        if (thing != 0)
        {
            Align(sizeof(int), 0);
            _slots[slot] = PutOffset(thing);
        }
    }

    /// <summary>Ends the table; gives its name.</summary>
    internal int EndTable()
    {
        Align(sizeof(int), 0);
        var table = PutInt32(0); // Where its list of slots is, which is known below.
        for (var i = _slots.Length - 1; i >= 0; i--)
        {
            BinaryPrimitives.WriteInt16LittleEndian(Take(sizeof(short)), (short)(_slots[i] == 0 ? 0 : table - _slots[i]));
        }

        BinaryPrimitives.WriteInt16LittleEndian(Take(sizeof(short)), (short)(table - _tableStart));
        BinaryPrimitives.WriteInt16LittleEndian(Take(sizeof(short)), (short)((_slots.Length + 2) * sizeof(short)));
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_bytes.Length - table), _used - table);
        return table;
    }

    /// <summary>Ends the buffer with the reference to its root.</summary>
    internal ReadOnlySpan<byte> Finish(int root)
    {
        Align(_alignment, sizeof(int));
        PutOffset(root);
        return _bytes.AsSpan(_bytes.Length - _used);
    }

    private int PutInt32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Take(sizeof(int)), value);
        return _used;
    }

    private int PutOffset(int thing) => PutInt32(_used + sizeof(int) - thing);

    /// <summary>Leaves zeros so that what begins after <paramref name="following"/> more bytes is aligned.</summary>
    private void Align(int size, int following)
    {
        _alignment = Math.Max(_alignment, size);
        Take(-(_used + following) & (size - 1));
    }

    /// <summary>The next bytes towards the front; they are zero.</summary>
    private Span<byte> Take(int count)
    {
        if (_used + count > _bytes.Length)
        {
            var larger = new byte[Math.Max(_bytes.Length * 2, _used + count)];
            _bytes.AsSpan(_bytes.Length - _used).CopyTo(larger.AsSpan(larger.Length - _used));
            _bytes = larger;
        }

        _used += count;
        return _bytes.AsSpan(_bytes.Length - _used, count);
    }
}
