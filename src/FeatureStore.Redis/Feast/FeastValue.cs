using System.Text;
using Catalog.Core.Values;

namespace FeatureStore.Redis.Feast;

/// <summary>
/// Values as Feast writes them: <c>feast.types.Value</c>, whose numbers are those of <see cref="ScalarType"/>, and ten more for lists. A null is no bytes. Instants are whole seconds there.
/// </summary>
internal static class FeastValue
{
    private const int ListOffset = 10;
    private const int NullField = 19;
    private const long MicrosecondsPerSecond = 1_000_000;

    /// <summary>The bytes of a value. Nulls within lists, which Feast has not, become zeros or nothing.</summary>
    internal static byte[] Write(Value value)
    {
        var writer = new ProtoWriter();
        if (value.IsNull)
        {
            return [];
        }

        if (!value.Type.IsList)
        {
            WriteScalar(writer, (int)value.Type.Element, value.Type.Element, value);
            return writer.ToArray();
        }

        writer.Tag((int)value.Type.Element + ListOffset, ProtoReader.BytesType);
        writer.Bytes(WriteItems(value.Type.Element, value.AsList()));
        return writer.ToArray();
    }

    /// <summary>Reads a value back.</summary>
    /// <param name="bytes">What stands in a field.</param>
    /// <param name="type">The type that the feature has; an int32 is taken for an int64 and a float for a double.</param>
    /// <exception cref="InvalidDataException">The bytes are none, or of another type.</exception>
    internal static Value Read(ReadOnlySpan<byte> bytes, DataType type)
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
    internal static byte[] WriteTime(Instant time)
    {
        var (seconds, nanoseconds) = Split(time);
        var writer = new ProtoWriter();
        WriteIfSet(writer, 1, seconds);
        WriteIfSet(writer, 2, nanoseconds);
        return writer.ToArray();
    }

    /// <summary>Reads an event time; what is finer than a microsecond is cut off.</summary>
    internal static Instant ReadTime(ReadOnlySpan<byte> bytes)
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
    internal static (long Seconds, long Nanoseconds) Split(Instant time)
    {
        var seconds = SecondsOf(time.UnixMicroseconds);
        return (seconds, (time.UnixMicroseconds - (seconds * MicrosecondsPerSecond)) * 1_000);
    }

    private static long SecondsOf(long microseconds) => (long)Math.Floor((decimal)microseconds / MicrosecondsPerSecond);

    private static void WriteIfSet(ProtoWriter writer, int field, long value)
    {
        if (value != 0)
        {
            writer.Tag(field, ProtoReader.VarintType);
            writer.Varint((ulong)value);
        }
    }

    private static void WriteScalar(ProtoWriter writer, int field, ScalarType type, Value value)
    {
        writer.Tag(field, type switch
        {
            ScalarType.Bytes or ScalarType.String => ProtoReader.BytesType,
            ScalarType.Double => ProtoReader.Fixed64Type,
            ScalarType.Float => ProtoReader.Fixed32Type,
            _ => ProtoReader.VarintType,
        });
        WritePlain(writer, type, value);
    }

    private static void WritePlain(ProtoWriter writer, ScalarType type, Value value)
    {
        switch (type)
        {
            case ScalarType.Bytes:
                writer.Bytes(value.IsNull ? [] : value.AsBytes());
                break;
            case ScalarType.String:
                writer.Bytes(value.IsNull ? [] : Encoding.UTF8.GetBytes(value.AsString()));
                break;
            case ScalarType.Double:
                writer.Fixed64(value.IsNull ? 0 : BitConverter.DoubleToInt64Bits(value.AsDouble()));
                break;
            case ScalarType.Float:
                writer.Fixed32(value.IsNull ? 0 : BitConverter.SingleToInt32Bits(value.AsFloat()));
                break;
            case ScalarType.Bool:
                writer.Varint(!value.IsNull && value.AsBool() ? 1ul : 0);
                break;
            case ScalarType.Timestamp:
                writer.Varint(value.IsNull ? 0 : (ulong)SecondsOf(value.AsInstant().UnixMicroseconds));
                break;
            default:
                writer.Varint(value.IsNull ? 0 : (ulong)value.AsInt64()); // A negative int32 is ten bytes, as protobuf wants it.
                break;
        }
    }

    private static byte[] WriteItems(ScalarType type, Value[] items)
    {
        var writer = new ProtoWriter();
        if (type is ScalarType.Bytes or ScalarType.String)
        {
            foreach (var item in items)
            {
                WriteScalar(writer, 1, type, item);
            }

            return writer.ToArray();
        }

        if (items.Length > 0)
        {
            var packed = new ProtoWriter();
            Array.ForEach(items, item => WritePlain(packed, type, item));
            writer.Tag(1, ProtoReader.BytesType);
            writer.Bytes(packed.ToArray());
        }

        return writer.ToArray();
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

            if (wireType == ProtoReader.BytesType && element is not (ScalarType.Bytes or ScalarType.String))
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

    /// <summary>The smallest number is how a null time comes out of a data frame.</summary>
    private static Value TimeOf(long seconds) => seconds switch
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
