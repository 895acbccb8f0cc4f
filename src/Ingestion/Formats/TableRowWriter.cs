using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Catalog.Core.Values;
using Ingestion.Ports;

namespace Ingestion.Formats;

/// <summary>Writes one row as a JSON object, and gives its fields as a reader of JSON lines would read them from there. Not thread-safe.</summary>
internal sealed class TableRowWriter(ArrayBufferWriter<byte> buffer, IReadOnlyList<string> names)
{
    // Raw records are shown to people; escapes for HTML would only make them harder to read.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private Value[] _row = [];

    /// <summary>Replaces the content of the buffer by the row.</summary>
    internal void Write(Value[] row)
    {
        _row = row;
        buffer.ResetWrittenCount();
        using var json = new Utf8JsonWriter(buffer, WriterOptions);
        json.WriteStartObject();
        for (var i = 0; i < names.Count; i++)
        {
            json.WritePropertyName(names[i]);
            WriteValue(json, row[i]);
        }

        json.WriteEndObject();
    }

    internal RawField GetField(int index)
    {
        var value = _row[index];
        return value.IsNull
            ? new RawField(IsNull: true, Quoted: false, default)
            : new RawField(IsNull: false, IsQuoted(value), Encoding.UTF8.GetBytes(TextOf(value)));
    }

    private static bool IsQuoted(Value value) => !value.Type.IsList && value.Type.Element switch
    {
        ScalarType.String or ScalarType.Bytes or ScalarType.Timestamp => true,
        ScalarType.Float => !float.IsFinite(value.AsFloat()),
        ScalarType.Double => !double.IsFinite(value.AsDouble()),
        _ => false,
    };

    private static string TextOf(Value value)
    {
        if (value.Type.IsList)
        {
            var list = new ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(list, WriterOptions))
            {
                WriteValue(json, value);
            }

            return Encoding.UTF8.GetString(list.WrittenSpan);
        }

        return value.Type.Element == ScalarType.Bytes ? Convert.ToBase64String(value.AsBytes()) : value.ToString();
    }

    private static void WriteValue(Utf8JsonWriter json, Value value)
    {
        if (value.IsNull)
        {
            json.WriteNullValue();
        }
        else if (value.Type.IsList)
        {
            json.WriteStartArray();
            foreach (var item in value.AsList())
            {
                WriteValue(json, item);
            }

            json.WriteEndArray();
        }
        else if (IsQuoted(value))
        {
            json.WriteStringValue(TextOf(value));
        }
        else
        {
            json.WriteRawValue(TextOf(value));
        }
    }
}
