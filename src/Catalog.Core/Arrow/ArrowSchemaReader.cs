using Catalog.Core.Values;

namespace Catalog.Core.Arrow;

/// <summary>
/// Reads the schema of a stream. The numbers of slots, of members of unions and of enumerations are those of Arrow's <c>Schema.fbs</c>. Types are read as those of Parquet files: small integers as int32,
/// unsigned ones as the next wider type, decimals of up to 15 digits as double and others as text, dates as midnight in UTC.
/// </summary>
internal static class ArrowSchemaReader
{
    private const int DigitsThatADoubleKeeps = 15;

    /// <summary>The columns, with how each lies in the batches, and the dictionaries that they need.</summary>
    /// <exception cref="InvalidDataException">A column has a type that cannot be read.</exception>
    internal static (List<(string Name, ArrowLayout Layout)> Columns, Dictionary<long, ArrowLayout> Dictionaries, Dictionary<string, string> Metadata) Read(FlatBufferTable schema)
    {
        if (schema.Int16(0) != 0)
        {
            throw new InvalidDataException("Its numbers are big-endian. Write it little-endian.");
        }

        var dictionaries = new Dictionary<long, ArrowLayout>();
        var columns = new List<(string, ArrowLayout)>();
        foreach (var field in schema.Tables(1))
        {
            columns.Add((field.Text(0) ?? string.Empty, ReadField(field, dictionaries)));
        }

        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in schema.Tables(2))
        {
            metadata[pair.Text(0) ?? string.Empty] = pair.Text(1) ?? string.Empty;
        }

        return (columns, dictionaries, metadata);
    }

    private static ArrowLayout ReadField(FlatBufferTable field, Dictionary<long, ArrowLayout> dictionaries)
    {
        var values = ReadType(field, dictionaries);
        if (field.Table(4) is not { } encoding)
        {
            return values;
        }

        dictionaries[encoding.Int64(0)] = values;
        var (width, isSigned) = encoding.Table(1) is { } index ? (index.Int32(0) / 8, index.Byte(1) != 0) : (sizeof(int), true);
        CheckWidth(field, width);
        return new ArrowLayout { Type = values.Type, Encoding = ArrowEncoding.Integers, Width = width, IsSigned = isSigned, Dictionary = encoding.Int64(0) };
    }

    private static ArrowLayout ReadType(FlatBufferTable field, Dictionary<long, ArrowLayout> dictionaries)
    {
        var kind = field.Byte(2);
        if (kind == 1)
        {
            return new ArrowLayout { Type = new DataType(ScalarType.String), Encoding = ArrowEncoding.Nulls };
        }

        var type = field.Table(3) ?? throw Unreadable(field, "no type");
        return kind switch
        {
            2 => Integers(field, type),
            3 => Floats(type),
            4 or 19 => Variable(ScalarType.Bytes, kind == 19),
            5 or 20 => Variable(ScalarType.String, kind == 20),
            6 => new ArrowLayout { Type = new DataType(ScalarType.Bool), Encoding = ArrowEncoding.Bits },
            7 => Decimals(field, type),
            8 => new ArrowLayout { Type = new DataType(ScalarType.Timestamp), Encoding = ArrowEncoding.Dates, Width = type.Int16(0, 1) == 0 ? sizeof(int) : sizeof(long) },
            10 => new ArrowLayout { Type = new DataType(ScalarType.Timestamp), Encoding = ArrowEncoding.Timestamps, Width = sizeof(long), Unit = UnitOf(field, type) },
            12 or 21 => Lists(field, kind == 21, dictionaries),
            15 => FixedBytes(field, type),
            _ => throw Unreadable(field, kind switch
            {
                9 => "the type time",
                11 => "the type interval",
                13 => "the type struct",
                16 => "the type fixed_size_list",
                17 => "the type map",
                18 => "the type duration",
                23 => "the type binary_view",
                24 => "the type string_view",
                _ => $"a type that is not read here ({kind})",
            }),
        };
    }

    private static ArrowLayout Integers(FlatBufferTable field, FlatBufferTable type)
    {
        var (width, isSigned) = (type.Int32(0) / 8, type.Byte(1) != 0);
        CheckWidth(field, width);
        var read = width < sizeof(int) || (width == sizeof(int) && isSigned) ? ScalarType.Int32 : ScalarType.Int64;
        return new ArrowLayout { Type = new DataType(read), Encoding = ArrowEncoding.Integers, Width = width, IsSigned = isSigned };
    }

    private static ArrowLayout Floats(FlatBufferTable type)
    {
        var precision = type.Int16(0);
        return new ArrowLayout { Type = new DataType(precision == 2 ? ScalarType.Double : ScalarType.Float), Encoding = ArrowEncoding.Floats, Width = 2 << Math.Clamp((int)precision, 0, 2) };
    }

    private static ArrowLayout Variable(ScalarType type, bool isLarge)
        => new() { Type = new DataType(type), Encoding = ArrowEncoding.Variable, Width = isLarge ? sizeof(long) : sizeof(int) };

    private static ArrowLayout Decimals(FlatBufferTable field, FlatBufferTable type)
    {
        var width = type.Int32(2, 128) / 8;
        if (width is not (4 or 8 or 16))
        {
            throw Unreadable(field, $"the type decimal{8 * width}");
        }

        var read = type.Int32(0) <= DigitsThatADoubleKeeps ? ScalarType.Double : ScalarType.String;
        return new ArrowLayout { Type = new DataType(read), Encoding = ArrowEncoding.Decimals, Width = width, Scale = type.Int32(1) };
    }

    private static ArrowTimeUnit UnitOf(FlatBufferTable field, FlatBufferTable type)
    {
        var unit = (ArrowTimeUnit)type.Int16(0);
        return Enum.IsDefined(unit) ? unit : throw Unreadable(field, "an unknown unit of time");
    }

    private static ArrowLayout Lists(FlatBufferTable field, bool isLarge, Dictionary<long, ArrowLayout> dictionaries)
    {
        if (field.Tables(5) is not [var child])
        {
            throw Unreadable(field, "lists of no type");
        }

        if (child.Byte(2) is 12 or 21)
        {
            throw Unreadable(field, "lists of lists"); // Told here, since each level would be read by a call of its own.
        }

        var element = ReadField(child, dictionaries);
        return new ArrowLayout { Type = element.Type with { IsList = true }, Encoding = ArrowEncoding.Lists, Width = isLarge ? sizeof(long) : sizeof(int), Element = element };
    }

    private static ArrowLayout FixedBytes(FlatBufferTable field, FlatBufferTable type)
    {
        const int most = 1 << 20;
        return type.Int32(0) is > 0 and <= most and var width
            ? new ArrowLayout { Type = new DataType(ScalarType.Bytes), Encoding = ArrowEncoding.Fixed, Width = width }
            : throw Unreadable(field, $"values of {type.Int32(0)} bytes");
    }

    private static void CheckWidth(FlatBufferTable field, int width)
    {
        if (width is not (1 or 2 or 4 or 8))
        {
            throw Unreadable(field, $"whole numbers of {8 * width} bits");
        }
    }

    private static InvalidDataException Unreadable(FlatBufferTable field, string what) => new(
        $"Its column '{field.Text(0)}' has {what}. Columns may be numbers, booleans, text, bytes, dates, timestamps and lists of these; leave the column out or flatten it.");
}
