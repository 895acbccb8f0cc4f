using System.Buffers;

namespace FeatureStore.DuckDb.Parquet;

/// <summary>
/// Copies a struct in Thrift's compact protocol (https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md), field by field, and changes whole numbers on the way. All else
/// stays as its bytes are. What does not fit is an <see cref="InvalidDataException"/>.
/// </summary>
/// <param name="bytes">The struct.</param>
/// <param name="output">Receives the copy.</param>
/// <param name="change">Gives whole numbers their new values.</param>
/// <param name="list">Path to a list that <see cref="Found"/> is to tell of.</param>
internal ref struct CompactThrift(ReadOnlySpan<byte> bytes, ArrayBufferWriter<byte> output, CompactThrift.Change change, long list)
{
    private const int PathShift = 8;
    private const int LongestNumber = 10;
    private const int LongCount = 15;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;

    /// <summary>Returns the new value of a whole number.</summary>
    /// <param name="path">Where it stands: see <see cref="PathOf"/>.</param>
    /// <param name="value">What it is.</param>
    internal delegate long Change(long path, long value);

    /// <summary>What a value is, as the protocol numbers it.</summary>
    private enum Type
    {
        True = 1,
        False = 2,
        Byte = 3,
        Int16 = 4,
        Int32 = 5,
        Int64 = 6,
        Double = 7,
        Binary = 8,
        List = 9,
        Set = 10,
        Map = 11,
        Struct = 12,
    }

    /// <summary>The list asked for, once it was copied: where in the output its head, its elements and what follows begin.</summary>
    internal (int Head, int Elements, int End, int Count) Found { get; private set; }

    /// <summary>The path to a field: the numbers of the fields from the outermost struct to it, below 256 and at most eight; lists and maps on the way count nothing.</summary>
    internal static long PathOf(params ReadOnlySpan<byte> fields)
    {
        var path = 0L;
        foreach (var field in fields)
        {
            path = (path << PathShift) | field;
        }

        return path;
    }

    /// <summary>The head of a list of structs.</summary>
    internal static void WriteStructsHead(ArrayBufferWriter<byte> output, int count) => WriteListHead(output, count, (int)Type.Struct);

    /// <summary>Copies the struct.</summary>
    internal void Copy() => CopyStruct(0);

    private void CopyStruct(long path)
    {
        var field = 0L;
        for (var head = Copy(1)[0]; head != 0; head = Copy(1)[0])
        {
            field = head >> 4 == 0 ? Unzigzag(CopyNumber()) : field + (head >> 4);
            CopyValue((Type)(head & 15), (path << PathShift) | field);
        }
    }

    private void CopyValue(Type type, long path)
    {
        switch (type)
        {
            case Type.True or Type.False: // The type is the value.
                break;
            case Type.Byte:
                Copy(1);
                break;
            case Type.Int16 or Type.Int32 or Type.Int64:
                WriteNumber(output, Zigzag(change(path, Unzigzag(ReadNumber()))));
                break;
            case Type.Double:
                Copy(sizeof(double));
                break;
            case Type.Binary:
                Copy(checked((int)CopyNumber()));
                break;
            case Type.List or Type.Set:
                CopyList(path);
                break;
            case Type.Map:
                CopyMap(path);
                break;
            case Type.Struct:
                CopyStruct(path);
                break;
            default:
                throw new InvalidDataException($"there is no type {(int)type}");
        }
    }

    private void CopyList(long path)
    {
        var head = output.WrittenCount;
        var (count, type) = ReadListHead();
        WriteListHead(output, count, type);
        var elements = output.WrittenCount;
        for (var i = 0; i < count; i++)
        {
            CopyElement((Type)type, path);
        }

        Found = path == list ? (head, elements, output.WrittenCount, count) : Found;
    }

    private void CopyMap(long path)
    {
        var count = CopyNumber();
        if (count == 0)
        {
            return;
        }

        var types = Copy(1)[0];
        for (var i = 0ul; i < count; i++)
        {
            CopyElement((Type)(types >> 4), path);
            CopyElement((Type)(types & 15), path);
        }
    }

    /// <summary>Unlike a field, an element has its truth as a byte.</summary>
    private void CopyElement(Type type, long path)
    {
        if (type is Type.True or Type.False)
        {
            Copy(1);
        }
        else
        {
            CopyValue(type, path);
        }
    }

    private (int Count, int Type) ReadListHead()
    {
        var head = Read(1)[0];
        return (head >> 4 == LongCount ? checked((int)ReadNumber()) : head >> 4, head & 15);
    }

    private static void WriteListHead(ArrayBufferWriter<byte> output, int count, int type)
    {
        output.Write([(byte)((Math.Min(count, LongCount) << 4) | type)]);
        if (count >= LongCount)
        {
            WriteNumber(output, (ulong)count);
        }
    }

    private ulong CopyNumber()
    {
        var value = ReadNumber();
        WriteNumber(output, value);
        return value;
    }

    private ulong ReadNumber()
    {
        var value = 0ul;
        for (var i = 0; i < LongestNumber; i++)
        {
            var next = Read(1)[0];
            value |= (ulong)(next & 0x7f) << (7 * i);
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("a number has more than ten bytes");
    }

    private static void WriteNumber(ArrayBufferWriter<byte> output, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            output.Write([(byte)(value | 0x80)]);
        }

        output.Write([(byte)value]);
    }

    private ReadOnlySpan<byte> Copy(int count)
    {
        var read = Read(count);
        output.Write(read);
        return read;
    }

    private ReadOnlySpan<byte> Read(int count)
    {
        if (count < 0 || count > _bytes.Length - _position)
        {
            throw new InvalidDataException("it ends in the middle");
        }

        _position += count;
        return _bytes.Slice(_position - count, count);
    }

    private static long Unzigzag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    private static ulong Zigzag(long value) => (ulong)((value << 1) ^ (value >> 63));
}
