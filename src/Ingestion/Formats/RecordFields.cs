using System.Text;
using System.Text.Json;
using Ingestion.Conversions;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Formats;

/// <summary>Splits the raw bytes of a quarantined event into its fields, as they were read, to show them to people.</summary>
public static class RecordFields
{
    /// <summary>
    /// The fields in the order of the bytes; empty when the bytes cannot be split, which then is why the event was refused. Fields beyond the header have their number as name.
    /// </summary>
    public static IReadOnlyList<RecordField> Read(QuarantinedEvent item)
        => item.Origin.Kind == OriginKind.CsvFile ? ReadCsv(item.Raw.Span, item.Origin) : ReadJson(item.Raw.Span);

    /// <summary>The fields of a payload that was decoded, in the order of its schema; their places are those in the decoded object. Empty where it could not be.</summary>
    public static IReadOnlyList<RecordField> Read(ShownPayload payload) => ReadJson(payload.Json.Span);

    /// <summary>The field that a column of the source is read from; null when the column is unknown or the record has no such field.</summary>
    public static RecordField? Find(IReadOnlyList<RecordField> fields, Source source, OriginKind kind, string column)
        => source.Columns.FirstOrDefault(known => known.Name == column) is { } found
            ? fields.FirstOrDefault(field => field.Name == RecordConverter.NameOf(found, kind))
            : null;

    private static List<RecordField> ReadCsv(ReadOnlySpan<byte> raw, QuarantineOrigin origin)
    {
        var scanner = new CsvScanner((byte)origin.Delimiter);
        if (scanner.Scan(raw, isComplete: true) != CsvScanResult.Record)
        {
            return [];
        }

        var fields = new List<RecordField>(scanner.Fields.Count);
        foreach (var field in scanner.Fields)
        {
            var text = Encoding.UTF8.GetString(raw.Slice(field.Start, field.Length));
            fields.Add(new RecordField(
                fields.Count < origin.Header.Count ? origin.Header[fields.Count] : (fields.Count + 1).ToString(System.Globalization.CultureInfo.InvariantCulture),
                field.HasDoubledQuotes ? text.Replace("\"\"", "\"", StringComparison.Ordinal) : text,
                field.Start,
                field.Length));
        }

        return fields;
    }

    private static List<RecordField> ReadJson(ReadOnlySpan<byte> raw)
    {
        var fields = new List<RecordField>();
        try
        {
            var reader = new Utf8JsonReader(raw);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return [];
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString() ?? string.Empty;
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                var isNull = reader.TokenType == JsonTokenType.Null;
                reader.Skip();
                var length = (int)reader.BytesConsumed - start;
                fields.Add(new RecordField(name, isNull ? null : text ?? Encoding.UTF8.GetString(raw.Slice(start, length)), start, length));
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // What was read before the damage helps to find it.
        }

        return fields;
    }
}

/// <summary>One field of a raw record.</summary>
/// <param name="Name">Its name: of the CSV header or of the JSON property.</param>
/// <param name="Text">Its content without quotes; null for JSON null. JSON numbers, objects and arrays are their literal text.</param>
/// <param name="Start">First byte of it in the record.</param>
/// <param name="Length">Number of bytes; 0 for an empty CSV field.</param>
public sealed record RecordField(string Name, string? Text, int Start, int Length);
