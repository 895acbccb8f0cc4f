using System.Globalization;
using System.Numerics;
using System.Text;
using Avro;

namespace Ingestion.Kafka.Payloads.Avro;

/// <summary>How values that hold no others become JSON.</summary>
internal static class AvroScalars
{
    private const long MicrosecondsPerDay = 86_400_000_000;

    // More than any database has; the time to write a number as text grows faster than its length.
    private const int LongestDecimal = 1024;
    internal const int LargestScale = 2048;

    /// <summary>A primitive type without a logical one.</summary>
    internal static DecodeScalar Primitive(Schema.Type type) => type switch
    {
        Schema.Type.Null => static (ref AvroBytes _, PayloadJson json) => json.Writer.WriteNullValue(),
        Schema.Type.Boolean => static (ref AvroBytes bytes, PayloadJson json) => json.Writer.WriteBooleanValue(bytes.ReadBool()),
        Schema.Type.Int => static (ref AvroBytes bytes, PayloadJson json) => json.Writer.WriteNumberValue(bytes.ReadInt()),
        Schema.Type.Long => static (ref AvroBytes bytes, PayloadJson json) => json.Writer.WriteNumberValue(bytes.ReadLong()),
        Schema.Type.Float => static (ref AvroBytes bytes, PayloadJson json) => json.WriteFloat(bytes.ReadFloat()),
        Schema.Type.Double => static (ref AvroBytes bytes, PayloadJson json) => json.WriteDouble(bytes.ReadDouble()),
        Schema.Type.String => static (ref AvroBytes bytes, PayloadJson json) => json.WriteText(bytes.ReadBytes()),
        Schema.Type.Bytes => static (ref AvroBytes bytes, PayloadJson json) => json.Writer.WriteBase64StringValue(bytes.ReadBytes()),
        _ => throw new SchemaException($"has the type '{type}', which is not known"),
    };

    /// <summary>A logical type (https://avro.apache.org/docs/1.12.0/specification/#logical-types); null for one that is read as the type that it stands on.</summary>
    internal static DecodeScalar? Logical(LogicalSchema schema) => (schema.LogicalTypeName, schema.BaseSchema.Tag) switch
    {
        ("decimal", Schema.Type.Bytes) => Decimal(ScaleOf(schema), size: null),
        ("decimal", Schema.Type.Fixed) => Decimal(ScaleOf(schema), ((FixedSchema)schema.BaseSchema).Size),
        ("date", Schema.Type.Int) => static (ref AvroBytes bytes, PayloadJson json) => WriteDate(bytes.ReadInt(), json),
        ("time-millis", Schema.Type.Int) => static (ref AvroBytes bytes, PayloadJson json) => WriteTimeOfDay(bytes.ReadInt() * 1000L, json),
        ("time-micros", Schema.Type.Long) => static (ref AvroBytes bytes, PayloadJson json) => WriteTimeOfDay(bytes.ReadLong(), json),
        ("timestamp-millis", Schema.Type.Long) => Timestamp("timestamp-millis", 1000, 1, isLocal: false),
        ("timestamp-micros", Schema.Type.Long) => Timestamp("timestamp-micros", 1, 1, isLocal: false),
        ("timestamp-nanos", Schema.Type.Long) => Timestamp("timestamp-nanos", 1, 1000, isLocal: false),
        ("local-timestamp-millis", Schema.Type.Long) => Timestamp("local-timestamp-millis", 1000, 1, isLocal: true),
        ("local-timestamp-micros", Schema.Type.Long) => Timestamp("local-timestamp-micros", 1, 1, isLocal: true),
        ("local-timestamp-nanos", Schema.Type.Long) => Timestamp("local-timestamp-nanos", 1, 1000, isLocal: true),
        ("uuid", Schema.Type.Fixed) when ((FixedSchema)schema.BaseSchema).Size == 16 =>
            static (ref AvroBytes bytes, PayloadJson json) => json.Writer.WriteStringValue(new Guid(bytes.ReadFixed(16), bigEndian: true)),
        _ => null,
    };

    /// <summary>The unscaled number as decimal text: 12345 with scale 2 is <c>123.45</c>.</summary>
    internal static string Scaled(BigInteger unscaled, int scale)
    {
        var digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var sign = unscaled.Sign < 0 ? "-" : string.Empty;
        return scale == 0 ? sign + digits : $"{sign}{digits[..^scale]}.{digits[^scale..]}";
    }

    // Not through System.Decimal, whose 28 digits are fewer than databases have.
    private static DecodeScalar Decimal(int scale, int? size) => (ref AvroBytes bytes, PayloadJson json) =>
    {
        var unscaled = size is { } length ? bytes.ReadFixed(length) : bytes.ReadBytes();
        WriteDecimal(unscaled, scale, json);
    };

    /// <summary>Writes an unscaled number, in two's complement with its first byte first, as a number.</summary>
    internal static void WriteDecimal(ReadOnlySpan<byte> unscaled, int scale, PayloadJson json)
    {
        if (unscaled.Length > LongestDecimal)
        {
            throw new PayloadException($"a decimal in it has '{unscaled.Length}' bytes, more than {LongestDecimal}");
        }

        json.Writer.WriteRawValue(Encoding.UTF8.GetBytes(Scaled(new BigInteger(unscaled, isBigEndian: true), scale)), skipInputValidation: true);
    }

    private static DecodeScalar Timestamp(string type, long times, long by, bool isLocal) => (ref AvroBytes bytes, PayloadJson json) =>
    {
        // Digits below a microsecond are cut towards the past.
        var (microseconds, rest) = Int128.DivRem((Int128)bytes.ReadLong() * times, by);
        json.WriteTime(type, rest < 0 ? microseconds - 1 : microseconds, isLocal);
    };

    private static void WriteDate(int days, PayloadJson json)
    {
        if (days < DateOnly.MinValue.DayNumber - Epoch.DayNumber || days > DateOnly.MaxValue.DayNumber - Epoch.DayNumber)
        {
            throw new PayloadException("a date in it lies outside the years 1 to 9999");
        }

        json.Writer.WriteStringValue(Epoch.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    private static readonly DateOnly Epoch = new(1970, 1, 1);

    private static void WriteTimeOfDay(long microseconds, PayloadJson json)
    {
        if (microseconds is < 0 or >= MicrosecondsPerDay)
        {
            throw new PayloadException($"a time of day in it is '{microseconds}' microseconds after midnight, which no day has");
        }

        json.Writer.WriteStringValue(new TimeOnly(microseconds * TimeSpan.TicksPerMicrosecond).ToString("HH:mm:ss.ffffff", CultureInfo.InvariantCulture));
    }

    private static int ScaleOf(LogicalSchema schema) => int.TryParse(schema.GetProperty("scale"), CultureInfo.InvariantCulture, out var scale) switch
    {
        true when scale > LargestScale => throw new SchemaException($"has a decimal with the scale '{scale}', more than {LargestScale}"),
        true when scale >= 0 => scale,
        _ => 0,
    };
}
