using System.Buffers.Binary;
using System.Text;

namespace Catalog.Core.Arrow;

/// <summary>
/// A table in a FlatBuffer that somebody else wrote (https://flatbuffers.dev/internals/). Every place is checked before it is read; what is not there has its default. Not for buffers of many
/// tables: nothing is kept of what was read.
/// </summary>
internal readonly struct FlatBufferTable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly int _table;
    private readonly int _slots;

    private FlatBufferTable(ReadOnlyMemory<byte> bytes, int table)
    {
        (_bytes, _table) = (bytes, table);
        _slots = (int)Place((long)table - Int32At(bytes, table));
    }

    /// <summary>The table that a buffer begins with.</summary>
    /// <exception cref="InvalidDataException">It is no FlatBuffer. So do all other members throw.</exception>
    internal static FlatBufferTable Root(ReadOnlyMemory<byte> bytes) => new(bytes, Follow(bytes, 0));

    internal byte Byte(int slot) => Find(slot, 1) is { } at ? _bytes.Span[at] : (byte)0;

    internal short Int16(int slot, short standard = 0) => Find(slot, sizeof(short)) is { } at ? BinaryPrimitives.ReadInt16LittleEndian(_bytes.Span[at..]) : standard;

    internal int Int32(int slot, int standard = 0) => Find(slot, sizeof(int)) is { } at ? Int32At(_bytes, at) : standard;

    internal long Int64(int slot) => Find(slot, sizeof(long)) is { } at ? BinaryPrimitives.ReadInt64LittleEndian(_bytes.Span[at..]) : 0;

    internal FlatBufferTable? Table(int slot) => Find(slot, sizeof(int)) is { } at ? new FlatBufferTable(_bytes, Follow(_bytes, at)) : null;

    internal string? Text(int slot)
    {
        var (start, length) = Vector(slot, 1);
        return start == 0 ? null : TextOf(_bytes.Span.Slice(start, length));
    }

    /// <summary>The tables of a vector.</summary>
    internal IReadOnlyList<FlatBufferTable> Tables(int slot)
    {
        var (start, count) = Vector(slot, sizeof(int));
        var tables = new FlatBufferTable[count];
        for (var i = 0; i < count; i++)
        {
            tables[i] = new FlatBufferTable(_bytes, Follow(_bytes, start + (i * sizeof(int))));
        }

        return tables;
    }

    /// <summary>The structs of a vector, each of two numbers.</summary>
    internal IReadOnlyList<(long First, long Second)> Pairs(int slot)
    {
        const int size = 2 * sizeof(long);
        var (start, count) = Vector(slot, size);
        var pairs = new (long, long)[count];
        for (var i = 0; i < count; i++)
        {
            var pair = _bytes.Span.Slice(start + (i * size), size);
            pairs[i] = (BinaryPrimitives.ReadInt64LittleEndian(pair), BinaryPrimitives.ReadInt64LittleEndian(pair[sizeof(long)..]));
        }

        return pairs;
    }

    private static string TextOf(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            throw new InvalidDataException("A name in it is no UTF-8.", exception);
        }
    }

    private static int Follow(ReadOnlyMemory<byte> bytes, int at)
    {
        var target = at + (long)(uint)Int32At(bytes, at);
        return target <= bytes.Length - sizeof(int) ? (int)target : throw Damaged(target);
    }

    private static int Int32At(ReadOnlyMemory<byte> bytes, int at)
        => at >= 0 && at <= bytes.Length - sizeof(int) ? BinaryPrimitives.ReadInt32LittleEndian(bytes.Span[at..]) : throw Damaged(at);

    private static InvalidDataException Damaged(long at) => new($"The description of a message is damaged: it refers to byte {at}, which it does not have.");

    private long Place(long at) => at >= 0 && at <= _bytes.Length - (2 * sizeof(short)) ? at : throw Damaged(at);

    /// <summary>Where the value of a slot is; null when it has its default.</summary>
    private int? Find(int slot, int size)
    {
        var slots = _bytes.Span[_slots..];
        var entry = (2 + slot) * sizeof(short);
        if (entry + sizeof(short) > BinaryPrimitives.ReadUInt16LittleEndian(slots))
        {
            return null;
        }

        if (entry + sizeof(short) > slots.Length)
        {
            throw Damaged(_slots + entry);
        }

        var offset = BinaryPrimitives.ReadUInt16LittleEndian(slots[entry..]);
        return offset == 0 ? null : _table + offset <= _bytes.Length - size ? _table + offset : throw Damaged(_table + offset);
    }

    /// <summary>Where the items of a vector begin, and how many there are; 0 and 0 where there is none.</summary>
    private (int Start, int Count) Vector(int slot, int size)
    {
        if (Find(slot, sizeof(int)) is not { } at)
        {
            return (0, 0);
        }

        var vector = Follow(_bytes, at);
        var count = Int32At(_bytes, vector);
        var start = vector + sizeof(int);
        return count >= 0 && count <= (_bytes.Length - start) / size ? (start, count) : throw Damaged(start + ((long)count * size));
    }
}
