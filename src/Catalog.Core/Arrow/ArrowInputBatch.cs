using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Catalog.Core.Values;

namespace Catalog.Core.Arrow;

/// <summary>One batch that somebody else wrote. Any rows of it can be read, of each buffer no more than they need. Not thread-safe.</summary>
internal sealed class ArrowInputBatch
{
    /// <summary>Elements that the lists of the rows read at once may have together.</summary>
    private const int MostElements = 4 << 20;

    /// <summary>Digits of the largest decimal.</summary>
    private const int MostPlaces = 38;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ArrowBody _body;
    private readonly IReadOnlyDictionary<long, Value[]> _words;
    private readonly Column[] _columns;

    /// <param name="layouts">How its columns lie in it.</param>
    /// <param name="header">Its description.</param>
    /// <param name="body">Its bytes.</param>
    /// <param name="words">The dictionaries so far.</param>
    internal ArrowInputBatch(IReadOnlyList<ArrowLayout> layouts, FlatBufferTable header, ArrowBody body, IReadOnlyDictionary<long, Value[]> words)
    {
        if (header.Table(3) is not null)
        {
            throw new InvalidDataException("Its batches are compressed, which is not read here. Write them without compression.");
        }

        (_body, _words, RowCount) = (body, words, header.Int64(0));
        var nodes = new Queue<(long Length, long Nulls)>(header.Pairs(1));
        var buffers = new Queue<(long Offset, long Length)>(header.Pairs(2));
        _columns = [.. layouts.Select(layout => Take(layout, nodes, buffers))];
        if (RowCount < 0 || Array.Exists(_columns, column => column.Length != RowCount))
        {
            throw new InvalidDataException($"A batch is damaged: it says that it has {RowCount} rows, and its columns differ.");
        }
    }

    internal long RowCount { get; }

    /// <summary>Reads rows of a column, as many as there is room for.</summary>
    /// <exception cref="InvalidDataException">They cannot be read.</exception>
    internal void Read(int column, long first, Span<Value> values) => Read(_columns[column], first, values);

    private static Column Take(ArrowLayout layout, Queue<(long Length, long Nulls)> nodes, Queue<(long Offset, long Length)> buffers)
    {
        if (!nodes.TryDequeue(out var node))
        {
            throw new InvalidDataException("A batch is damaged: it describes fewer columns than its schema has.");
        }

        var count = layout.Encoding switch
        {
            ArrowEncoding.Nulls => 0,
            ArrowEncoding.Variable => 3,
            _ => 2,
        };
        var taken = new (long, long)[3];
        for (var i = 0; i < count; i++)
        {
            taken[i] = buffers.TryDequeue(out var buffer) ? buffer : throw new InvalidDataException("A batch is damaged: it has fewer buffers than its columns need.");
        }

        return new Column(layout, node.Length, node.Nulls, taken[0], taken[1], taken[2], layout.Element is null ? null : Take(layout.Element, nodes, buffers));
    }

    private void Read(Column column, long first, Span<Value> values)
    {
        if (first < 0 || first > column.Length - values.Length)
        {
            throw new InvalidDataException($"a batch is damaged: rows {first} to {first + values.Length} are needed of {column.Length}.");
        }

        values.Clear();
        if (values.Length == 0 || column.Layout.Encoding == ArrowEncoding.Nulls)
        {
            return;
        }

        var present = ReadBits(column.Nulls == 0 ? default : column.Validity, first, values.Length);
        switch (column.Layout.Encoding)
        {
            case ArrowEncoding.Variable:
                ReadVariable(column, first, present, values);
                break;
            case ArrowEncoding.Lists:
                ReadLists(column, first, present, values);
                break;
            case ArrowEncoding.Bits:
                var bits = ReadBits(column.Data, first, values.Length) ?? throw new InvalidDataException("a batch is damaged: a column has no values.");
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = present is null || present[i] ? Value.Of(bits[i]) : Value.Null;
                }

                break;
            default:
                ReadFixed(column, first, present, values);
                break;
        }
    }

    /// <summary>Bits of a buffer; null when it is empty.</summary>
    private bool[]? ReadBits((long Offset, long Length) buffer, long first, int count)
    {
        if (buffer.Length == 0)
        {
            return null;
        }

        var start = first / 8;
        var bytes = _body.Read(buffer, start, ((first + count + 7) / 8) - start);
        var bits = new bool[count];
        for (var i = 0; i < count; i++)
        {
            var bit = (int)(first - (start * 8)) + i;
            bits[i] = (bytes[bit >> 3] & (1 << (bit & 7))) != 0;
        }

        return bits;
    }

    private void ReadFixed(Column column, long first, bool[]? present, Span<Value> values)
    {
        var layout = column.Layout;
        var bytes = _body.Read(column.Data, checked(first * layout.Width), (long)values.Length * layout.Width);
        var words = layout.Dictionary is not { } id ? null : _words.GetValueOrDefault(id) ?? throw new InvalidDataException($"it refers to a dictionary {id} that did not come before.");
        for (var i = 0; i < values.Length; i++)
        {
            if (present is null || present[i])
            {
                var value = bytes.AsSpan(i * layout.Width, layout.Width);
                values[i] = words is null ? ValueOf(value, layout) : WordOf(IntegerOf(value, layout), words);
            }
        }
    }

    private static Value WordOf(long place, Value[] words)
        => place >= 0 && place < words.Length ? words[place] : throw new InvalidDataException($"it refers to value {place} of a dictionary of {words.Length}.");

    private static Value ValueOf(ReadOnlySpan<byte> bytes, ArrowLayout layout) => layout.Encoding switch
    {
        ArrowEncoding.Integers when layout.Type.Element == ScalarType.Int32 => Value.Of((int)IntegerOf(bytes, layout)),
        ArrowEncoding.Integers => Value.Of(IntegerOf(bytes, layout)),
        ArrowEncoding.Floats => FloatOf(bytes),
        ArrowEncoding.Decimals => DecimalOf(bytes, layout),
        ArrowEncoding.Dates => Value.Of(new Instant(layout.Width == sizeof(int)
            ? BinaryPrimitives.ReadInt32LittleEndian(bytes) * TimeSpan.MicrosecondsPerDay
            : checked(BinaryPrimitives.ReadInt64LittleEndian(bytes) * 1_000))),
        ArrowEncoding.Timestamps => Value.Of(new Instant(MicrosecondsOf(BinaryPrimitives.ReadInt64LittleEndian(bytes), layout.Unit))),
        _ => Value.Of(bytes.ToArray()),
    };

    private static Value FloatOf(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        2 => Value.Of((float)BinaryPrimitives.ReadHalfLittleEndian(bytes)),
        4 => Value.Of(BinaryPrimitives.ReadSingleLittleEndian(bytes)),
        _ => Value.Of(BinaryPrimitives.ReadDoubleLittleEndian(bytes)),
    };

    private static long IntegerOf(ReadOnlySpan<byte> bytes, ArrowLayout layout) => (bytes.Length, layout.IsSigned) switch
    {
        (1, true) => (sbyte)bytes[0],
        (1, false) => bytes[0],
        (2, true) => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        (2, false) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        (4, true) => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        (4, false) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        (_, true) => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        _ => BinaryPrimitives.ReadUInt64LittleEndian(bytes) is <= long.MaxValue and var number
            ? (long)number
            : throw new InvalidDataException($"the value {BinaryPrimitives.ReadUInt64LittleEndian(bytes)} is above {long.MaxValue}, the largest whole number of a training set. Give the column as text, or leave it out."),
    };

    private static Value DecimalOf(ReadOnlySpan<byte> bytes, ArrowLayout layout)
    {
        var digits = bytes.Length switch
        {
            4 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            8 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
            _ => BinaryPrimitives.ReadInt128LittleEndian(bytes),
        };
        var places = Math.Clamp(layout.Scale, 0, MostPlaces);
        var text = Int128.Abs(digits).ToString(CultureInfo.InvariantCulture).PadLeft(places + 1, '0');
        text = places > 0 ? text.Insert(text.Length - places, ".") : text + new string('0', Math.Clamp(-layout.Scale, 0, MostPlaces));
        text = Int128.IsNegative(digits) ? "-" + text : text;
        return layout.Type.Element == ScalarType.Double ? Value.Of(double.Parse(text, CultureInfo.InvariantCulture)) : Value.Of(text);
    }

    /// <summary>Parts of a microsecond are cut towards the past.</summary>
    private static long MicrosecondsOf(long time, ArrowTimeUnit unit) => unit switch
    {
        ArrowTimeUnit.Second => checked(time * 1_000_000),
        ArrowTimeUnit.Millisecond => checked(time * 1_000),
        ArrowTimeUnit.Nanosecond => (long)Math.Floor(time / 1_000m),
        _ => time,
    };

    /// <summary>Where values or lists begin and end: one offset more than there are.</summary>
    private long[] ReadOffsets(Column column, long first, int count)
    {
        var width = column.Layout.Width;
        var bytes = _body.Read(column.Data, checked(first * width), (count + 1L) * width);
        long[] offsets = width == sizeof(int) ? [.. MemoryMarshal.Cast<byte, int>(bytes).ToArray().Select(static offset => (long)offset)] : MemoryMarshal.Cast<byte, long>(bytes).ToArray();
        for (var i = 0; i < count; i++)
        {
            if (offsets[i] < 0 || offsets[i + 1] < offsets[i])
            {
                throw new InvalidDataException($"a batch is damaged: a value would go from {offsets[i]} to {offsets[i + 1]}.");
            }
        }

        return offsets;
    }

    private void ReadVariable(Column column, long first, bool[]? present, Span<Value> values)
    {
        var offsets = ReadOffsets(column, first, values.Length);
        var bytes = _body.Read(column.Content, offsets[0], offsets[^1] - offsets[0]);
        for (var i = 0; i < values.Length; i++)
        {
            if (present is null || present[i])
            {
                var value = bytes.AsSpan((int)(offsets[i] - offsets[0]), (int)(offsets[i + 1] - offsets[i]));
                values[i] = column.Layout.Type.Element == ScalarType.Bytes ? Value.Of(value.ToArray()) : Value.Of(TextOf(value));
            }
        }
    }

    private static string TextOf(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            throw new InvalidDataException("a text is no UTF-8.", exception);
        }
    }

    private void ReadLists(Column column, long first, bool[]? present, Span<Value> values)
    {
        var offsets = ReadOffsets(column, first, values.Length);
        var elements = column.Elements!; // A list always has them.
        var count = offsets[^1] - offsets[0];
        if (count > elements.Length)
        {
            throw new InvalidDataException($"a batch is damaged: lists have {count} elements, and there are {elements.Length}.");
        }

        if (count > MostElements)
        {
            throw new InvalidDataException($"the lists of {values.Length} rows have {count} elements; they may have {MostElements}.");
        }

        var items = new Value[count];
        Read(elements, offsets[0], items);
        for (var i = 0; i < values.Length; i++)
        {
            if (present is null || present[i])
            {
                values[i] = Value.OfList(column.Layout.Type.Element, items[(int)(offsets[i] - offsets[0])..(int)(offsets[i + 1] - offsets[0])]);
            }
        }
    }

    /// <summary>A column, or the elements of its lists.</summary>
    private sealed record Column(
        ArrowLayout Layout, long Length, long Nulls, (long Offset, long Length) Validity, (long Offset, long Length) Data, (long Offset, long Length) Content, Column? Elements);
}
