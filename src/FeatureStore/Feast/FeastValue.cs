using System.Text;
using Catalog.Core.Values;

namespace FeatureStore.Feast;

/// <summary>
/// Values as Feast writes them: <c>feast.types.Value</c>, whose numbers are those of <see cref="ScalarType"/>, and ten more for lists. A null is no bytes. Instants are whole seconds there.
/// </summary>
public static class FeastValue
{
    private const int ListOffset = 10;
    private const int NullField = 19;
    private const long MicrosecondsPerSecond = 1_000_000;

    /// <summary>The bytes of a value. Nulls within lists, which Feast has not, become zeros or nothing.</summary>
    public static byte[] Write(Value value)
    {
        var bytes = new byte[SizeOf(value)];
        var writer = new ProtoWriter(bytes);
        Write(ref writer, value);
        return bytes;
    }

    /// <summary>How many bytes <see cref="Write(ref ProtoWriter, Value)"/> writes.</summary>
    public static int SizeOf(Value value)
    {
        if (value.IsNull)
        {
            return 0;
        }

        var (type, isList) = (value.Type.Element, value.Type.IsList);
        return isList
            ? ProtoWriter.SizeOfTag((int)type + ListOffset) + ProtoWriter.SizeOfBytes(SizeOfItems(type, value.AsList()))
            : ProtoWriter.SizeOfTag((int)type) + SizeOfPlain(type, value);
    }

    /// <summary>Writes a value, without a length before it.</summary>
    public static void Write(ref ProtoWriter writer, Value value)
    {
        if (value.IsNull)
        {
            return;
        }

        if (!value.Type.IsList)
        {
            WriteScalar(ref writer, (int)value.Type.Element, value.Type.Element, value);
            return;
        }

        var items = value.AsList();
        writer.Tag((int)value.Type.Element + ListOffset, ProtoReader.BytesType);
        writer.Varint((ulong)SizeOfItems(value.Type.Element, items));
        WriteItems(ref writer, value.Type.Element, items);
    }

    /// <summary>Reads a value back.</summary>
    /// <param name="bytes">What stands in a field.</param>
    /// <param name="type">The type that the feature has; an int32 is taken for an int64 and a float for a double.</param>
    /// <exception cref="InvalidDataException">The bytes are none, or of another type.</exception>
    public static Value Read(ReadOnlySpan<byte> bytes, DataType type)
    {
        var reader = new ProtoReader(bytes);
        var value = Value.Null;
        while (!reader.IsAtEnd)
        {
            var (field, wireType) = reader.Tag();
            value = field switch
            {
                NullField => SkipNull(ref reader),
                >= 1 and <= (int)ScalarType.Timestamp when !type.IsList => Widen(ReadScalar(ref reader, (ScalarType)field, wireType), type, field),
                > ListOffset and <= ListOffset + (int)ScalarType.Timestamp when type.IsList && wireType == ProtoReader.BytesType => ReadItems(reader.Bytes(), (ScalarType)(field - ListOffset), type),
                _ => throw OfAnotherType(field, type),
            };
        }

        return value;
    }

    /// <summary>An event time as <c>google.protobuf.Timestamp</c>.</summary>
    public static byte[] WriteTime(Instant time)
    {
        var bytes = new byte[SizeOfTime(time)];
        var writer = new ProtoWriter(bytes);
        WriteTime(ref writer, time);
        return bytes;
    }

    /// <summary>How many bytes <see cref="WriteTime(ref ProtoWriter, Instant)"/> writes.</summary>
    public static int SizeOfTime(Instant time)
    {
        var (seconds, nanoseconds) = Split(time);
        return SizeOfSet(seconds) + SizeOfSet(nanoseconds);
    }

    /// <summary>Writes an event time, without a length before it.</summary>
    public static void WriteTime(ref ProtoWriter writer, Instant time)
    {
        var (seconds, nanoseconds) = Split(time);
        WriteIfSet(ref writer, 1, seconds);
        WriteIfSet(ref writer, 2, nanoseconds);
    }

    /// <summary>Reads an event time; what is finer than a microsecond is cut off.</summary>
    public static Instant ReadTime(ReadOnlySpan<byte> bytes)
    {
        var reader = new ProtoReader(bytes);
        var (seconds, nanoseconds) = (0L, 0L);
        while (!reader.IsAtEnd)
        {
            switch (reader.Tag())
            {
                case (1, ProtoReader.VarintType):
                    seconds = (long)reader.Varint();
                    break;
                case (2, ProtoReader.VarintType):
                    nanoseconds = (long)reader.Varint();
                    break;
                default:
                    throw new InvalidDataException("a time has a field that it should not have");
            }
        }

        return new Instant((seconds * MicrosecondsPerSecond) + (nanoseconds / 1_000));
    }

    /// <summary>Seconds and nanoseconds of an instant; the latter are never negative.</summary>
    public static (long Seconds, long Nanoseconds) Split(Instant time)
    {
        var seconds = SecondsOf(time.UnixMicroseconds);
        return (seconds, (time.UnixMicroseconds - (seconds * MicrosecondsPerSecond)) * 1_000);
    }

    private static long SecondsOf(long microseconds)
    {
        var (seconds, rest) = Math.DivRem(microseconds, MicrosecondsPerSecond);
        return rest < 0 ? seconds - 1 : seconds;
    }

    // The fields have small numbers, whose tags are one byte.
    private static int SizeOfSet(long value) => value == 0 ? 0 : 1 + ProtoWriter.SizeOfVarint((ulong)value);

    private static void WriteIfSet(ref ProtoWriter writer, int field, long value)
    {
        if (value != 0)
        {
            writer.Tag(field, ProtoReader.VarintType);
            writer.Varint((ulong)value);
        }
    }

    private static void WriteScalar(ref ProtoWriter writer, int field, ScalarType type, Value value)
    {
        writer.Tag(field, IsText(type) ? ProtoReader.BytesType : WireTypeOf(type));
        WritePlain(ref writer, type, value);
    }

    private static int SizeOfPlain(ScalarType type, Value value) => type switch
    {
        ScalarType.Bytes => ProtoWriter.SizeOfBytes(value.IsNull ? 0 : value.AsBytes().Length),
        ScalarType.String => ProtoWriter.SizeOfBytes(value.IsNull ? 0 : Encoding.UTF8.GetByteCount(value.AsString())),
        ScalarType.Double => sizeof(double),
        ScalarType.Float => sizeof(float),
        _ => ProtoWriter.SizeOfVarint(WholeOf(type, value)),
    };

    private static void WritePlain(ref ProtoWriter writer, ScalarType type, Value value)
    {
        switch (type)
        {
            case ScalarType.Bytes:
                writer.Bytes(value.IsNull ? [] : value.AsBytes());
                break;
            case ScalarType.String:
                writer.Text(value.IsNull ? string.Empty : value.AsString());
                break;
            case ScalarType.Double:
                writer.Fixed64(value.IsNull ? 0 : BitConverter.DoubleToInt64Bits(value.AsDouble()));
                break;
            case ScalarType.Float:
                writer.Fixed32(value.IsNull ? 0 : BitConverter.SingleToInt32Bits(value.AsFloat()));
                break;
            default:
                writer.Varint(WholeOf(type, value));
                break;
        }
    }

    /// <summary>A negative int32 is ten bytes, as protobuf wants it.</summary>
    private static ulong WholeOf(ScalarType type, Value value) => (value.IsNull, type) switch
    {
        (true, _) => 0,
        (_, ScalarType.Bool) => value.AsBool() ? 1ul : 0,
        (_, ScalarType.Timestamp) => (ulong)SecondsOf(value.AsInstant().UnixMicroseconds),
        _ => (ulong)value.AsInt64(),
    };

    private static bool IsText(ScalarType type) => type is ScalarType.Bytes or ScalarType.String;

    private static int SizeOfItems(ScalarType type, Value[] items)
    {
        var plain = SizeOfAll(type, items);
        if (IsText(type))
        {
            return items.Length + plain; // A tag of one byte each.
        }

        return items.Length == 0 ? 0 : 1 + ProtoWriter.SizeOfBytes(plain);
    }

    private static int SizeOfAll(ScalarType type, Value[] items)
    {
        var size = 0;
        foreach (var item in items)
        {
            size += SizeOfPlain(type, item);
        }

        return size;
    }

    private static void WriteItems(ref ProtoWriter writer, ScalarType type, Value[] items)
    {
        var isPacked = !IsText(type);
        if (isPacked && items.Length > 0)
        {
            writer.Tag(1, ProtoReader.BytesType);
            writer.Varint((ulong)SizeOfAll(type, items));
        }

        foreach (var item in items)
        {
            if (isPacked)
            {
                WritePlain(ref writer, type, item);
            }
            else
            {
                WriteScalar(ref writer, 1, type, item);
            }
        }
    }

    private static Value ReadItems(ReadOnlySpan<byte> bytes, ScalarType element, DataType type)
    {
        var items = new List<Value>();
        var reader = new ProtoReader(bytes);
        while (!reader.IsAtEnd)
        {
            var (field, wireType) = reader.Tag();
            if (field != 1)
            {
                throw OfAnotherType(field, type);
            }

            if (wireType == ProtoReader.BytesType && !IsText(element))
            {
                var packed = new ProtoReader(reader.Bytes());
                while (!packed.IsAtEnd)
                {
                    items.Add(ReadItem(ref packed, element, WireTypeOf(element), type));
                }
            }
            else
            {
                items.Add(ReadItem(ref reader, element, wireType, type));
            }
        }

        return Value.OfList(type.Element, [.. items]);
    }

    private static Value ReadItem(ref ProtoReader reader, ScalarType element, int wireType, DataType type)
        => Widen(ReadScalar(ref reader, element, wireType), new DataType(type.Element), (int)element + ListOffset);

    private static int WireTypeOf(ScalarType type) => type switch
    {
        ScalarType.Double => ProtoReader.Fixed64Type,
        ScalarType.Float => ProtoReader.Fixed32Type,
        _ => ProtoReader.VarintType,
    };

    private static Value ReadScalar(ref ProtoReader reader, ScalarType type, int wireType) => (type, wireType) switch
    {
        (ScalarType.Bytes, ProtoReader.BytesType) => Value.Of(reader.Bytes().ToArray()),
        (ScalarType.String, ProtoReader.BytesType) => Value.Of(Encoding.UTF8.GetString(reader.Bytes())),
        (ScalarType.Int32, ProtoReader.VarintType) => Value.Of((int)reader.Varint()),
        (ScalarType.Int64, ProtoReader.VarintType) => Value.Of((long)reader.Varint()),
        (ScalarType.Double, ProtoReader.Fixed64Type) => Value.Of(BitConverter.Int64BitsToDouble(reader.Fixed64())),
        (ScalarType.Float, ProtoReader.Fixed32Type) => Value.Of(BitConverter.Int32BitsToSingle(reader.Fixed32())),
        (ScalarType.Bool, ProtoReader.VarintType) => Value.Of(reader.Varint() != 0),
        (ScalarType.Timestamp, ProtoReader.VarintType) => TimeOf((long)reader.Varint()),
        _ => throw new InvalidDataException("its bytes do not fit its type"),
    };

    /// <summary>The instant so many seconds after 1970. The smallest number is how a null time comes out of a data frame.</summary>
    /// <exception cref="InvalidDataException">It lies beyond all years.</exception>
    public static Value TimeOf(long seconds) => seconds switch
    {
        long.MinValue => Value.Null,
        < long.MinValue / MicrosecondsPerSecond or > long.MaxValue / MicrosecondsPerSecond => throw new InvalidDataException("a time lies beyond all years"),
        _ => Value.Of(new Instant(seconds * MicrosecondsPerSecond)),
    };

    private static Value Widen(Value value, DataType type, int field) => (value.Type.Element, type.Element) switch
    {
        (ScalarType.Invalid, _) => value,
        var (from, to) when from == to => value,
        (ScalarType.Int32, ScalarType.Int64) => Value.Of(value.AsInt64()),
        (ScalarType.Float, ScalarType.Double) => Value.Of((double)value.AsFloat()),
        _ => throw OfAnotherType(field, type),
    };

    private static Value SkipNull(ref ProtoReader reader)
    {
        reader.Varint();
        return Value.Null;
    }

    private static InvalidDataException OfAnotherType(int field, DataType type) => new($"it is of Feast's type number {field}, and the feature is of type '{type}'");
}
