using System.Text.Json;

namespace Ingestion.Postgres.Values;

/// <summary>Writes values as JSON, as readers of JSON lines take them. What a type writes that does not fit, such as an infinite time, stays the text that it is. Pure.</summary>
internal static class ValueWriter
{
    private const string HexPrefix = "\\x";

    internal static void Write(Utf8JsonWriter writer, ValueType type, string? text)
    {
        if (text is null)
        {
            writer.WriteNullValue();
        }
        else if (type.IsList)
        {
            ListWriter.Write(writer, type.Kind, text);
        }
        else
        {
            WriteSingle(writer, type.Kind, text);
        }
    }

    internal static void WriteSingle(Utf8JsonWriter writer, ValueKind kind, string text)
    {
        switch (kind)
        {
            case ValueKind.Boolean:
                writer.WriteBooleanValue(text is "t" or "true");
                break;
            case ValueKind.Number when IsNumber(text):
                writer.WriteRawValue(text, skipInputValidation: true);
                break;
            case ValueKind.Money when MoneyOf(text) is { } amount && IsNumber(amount):
                writer.WriteRawValue(amount, skipInputValidation: true);
                break;
            case ValueKind.Timestamp:
                writer.WriteStringValue(IsTime(text) ? text.Replace(' ', 'T') : text);
                break;
            case ValueKind.TimestampTz:
                writer.WriteStringValue(IsTime(text) && text.EndsWith("+00", StringComparison.Ordinal) ? text[..^3].Replace(' ', 'T') + "Z" : text);
                break;
            case ValueKind.Bytes when text.StartsWith(HexPrefix, StringComparison.Ordinal):
                writer.WriteBase64StringValue(Convert.FromHexString(text.AsSpan(HexPrefix.Length)));
                break;
            default:
                writer.WriteStringValue(text);
                break;
        }
    }

    private static bool IsNumber(string text) => text.Length > 0 && char.IsAsciiDigit(text[^1]) && (char.IsAsciiDigit(text[0]) || text[0] == '-');

    // A year of five digits or one before our time is no ISO 8601.
    private static bool IsTime(string text) => text.Length > 10 && text[4] == '-' && text[10] == ' ' && !text.EndsWith("BC", StringComparison.Ordinal);

    private static string MoneyOf(string text)
    {
        var digits = string.Concat(text.Where(static character => char.IsAsciiDigit(character) || character == '.'));
        return text.StartsWith('-') || text.StartsWith('(') ? "-" + digits : digits;
    }
}
