using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Ingestion.Ports;

namespace Ingestion.Changes;

/// <summary>What the columns of a row mean by the schema of Kafka Connect beside it: numbers that are times, bytes that are decimals. Immutable.</summary>
internal sealed class DebeziumTypes
{
    private const long MicrosecondsPerDay = 86_400_000_000;

    // A number with more digits is no data, and each digit is written out.
    private const int MaxScale = 20_000;

    private readonly Dictionary<string, (string Type, int Scale)> _columns = new(StringComparer.Ordinal);

    private DebeziumTypes()
    {
    }

    /// <param name="schema">The schema of the envelope.</param>
    internal static DebeziumTypes Parse(ReadOnlyMemory<byte> schema)
    {
        var types = new DebeziumTypes();
        using var document = JsonDocument.Parse(schema);
        foreach (var row in FieldsOf(document.RootElement).Where(static field => NameOf(field, "field") is "after" or "before"))
        {
            foreach (var column in FieldsOf(row))
            {
                if (NameOf(column, "field") is { } name && NameOf(column, "name") is { } type)
                {
                    types._columns[name] = (type, ScaleOf(column));
                }
            }
        }

        return types;
    }

    /// <summary>The value as a reader of JSON would give it; what the type does not fit is left as it is, so that the column says what is wrong.</summary>
    internal RawField Convert(string column, in RawField field)
    {
        if (!_columns.TryGetValue(column, out var known))
        {
            return field;
        }

        return known.Type switch
        {
            "io.debezium.time.Date" or "org.apache.kafka.connect.data.Date" => Time(field, MicrosecondsPerDay, "yyyy-MM-dd"),
            "io.debezium.time.Timestamp" or "org.apache.kafka.connect.data.Timestamp" => Time(field, 1_000, "yyyy-MM-ddTHH:mm:ss.ffffff"),
            "io.debezium.time.MicroTimestamp" => Time(field, 1, "yyyy-MM-ddTHH:mm:ss.ffffff"),
            "io.debezium.time.NanoTimestamp" => Time(field, -1_000, "yyyy-MM-ddTHH:mm:ss.ffffff"),
            "io.debezium.time.Time" or "org.apache.kafka.connect.data.Time" => Clock(field, 1_000),
            "io.debezium.time.MicroTime" => Clock(field, 1),
            "io.debezium.time.NanoTime" => Clock(field, -1_000),
            "org.apache.kafka.connect.data.Decimal" => field.Quoted ? Decimal(field, field.Utf8, known.Scale) : field,
            "io.debezium.data.VariableScaleDecimal" => field.Quoted ? field : VariableDecimal(field),
            _ => field,
        };
    }

    private static JsonElement.ArrayEnumerator FieldsOf(JsonElement element)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty("fields"u8, out var fields) && fields.ValueKind == JsonValueKind.Array ? fields.EnumerateArray() : default;

    private static string? NameOf(JsonElement element, string property)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(property, out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;

    private static int ScaleOf(JsonElement column)
        => column.TryGetProperty("parameters"u8, out var parameters) && NameOf(parameters, "scale") is { } text && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var scale) ? scale : 0;

    /// <param name="field">A whole number.</param>
    /// <param name="unit">Microseconds of one; negative: so many make a microsecond.</param>
    /// <param name="format">How the time is written, without a zone.</param>
    private static RawField Time(in RawField field, long unit, string format)
    {
        if (MicrosecondsOf(field, unit) is not { } microseconds || microseconds < -62_135_596_800_000_000 || microseconds >= 253_402_300_800_000_000)
        {
            return field;
        }

        return Text(DateTime.UnixEpoch.AddTicks((long)microseconds * TimeSpan.TicksPerMicrosecond).ToString(format, CultureInfo.InvariantCulture));
    }

    private static RawField Clock(in RawField field, long unit)
    {
        if (MicrosecondsOf(field, unit) is not { } microseconds || microseconds < 0 || microseconds > MicrosecondsPerDay)
        {
            return field;
        }

        var time = TimeSpan.FromMicroseconds((long)microseconds);
        return Text(string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours:00}:{time.Minutes:00}:{time.Seconds:00}.{time.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond:000000}"));
    }

    private static Int128? MicrosecondsOf(in RawField field, long unit)
        => field.Quoted || !long.TryParse(field.Utf8.Span, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? null
            : unit > 0 ? (Int128)number * unit
            : (Int128)Math.Floor(number / (decimal)-unit);

    private static RawField VariableDecimal(in RawField field)
    {
        using var document = JsonDocument.Parse(field.Utf8);
        return document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("scale"u8, out var scale) && scale.ValueKind == JsonValueKind.Number && scale.TryGetInt32(out var digits)
            && NameOf(document.RootElement, "value") is { } value
            ? Decimal(field, Encoding.UTF8.GetBytes(value), digits)
            : field;
    }

    private static RawField Decimal(in RawField field, ReadOnlyMemory<byte> base64, int scale)
    {
        var bytes = new byte[base64.Length];
        if (Math.Abs(scale) > MaxScale || !System.Convert.TryFromBase64String(Encoding.UTF8.GetString(base64.Span), bytes, out var length))
        {
            return field;
        }

        var number = new BigInteger(bytes.AsSpan(0, length), isUnsigned: false, isBigEndian: true);
        var digits = BigInteger.Abs(number).ToString(CultureInfo.InvariantCulture);
        var text = scale switch
        {
            0 => digits,
            < 0 => number.IsZero ? digits : digits + new string('0', -scale),
            _ => digits.PadLeft(scale + 1, '0').Insert(Math.Max(digits.Length, scale + 1) - scale, "."),
        };
        return new RawField(IsNull: false, Quoted: false, Encoding.UTF8.GetBytes(number.Sign < 0 ? "-" + text : text));
    }

    private static RawField Text(string text) => new(IsNull: false, Quoted: true, Encoding.UTF8.GetBytes(text));
}
