using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Lineage.Parsing;

/// <summary>One spelling for each JSON document: no white space, keys sorted by code unit, minimal escapes, numbers as written.</summary>
internal static class CanonicalJson
{
    // Validation is off because depth and nesting come from a document that has been parsed already.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The canonical text.</summary>
    /// <exception cref="InvalidOperationException">A string of the document is no Unicode.</exception>
    public static string ToText(JsonElement element) => Encoding.UTF8.GetString(Write(element).WrittenSpan);

    /// <summary>SHA-256 of the canonical text.</summary>
    /// <exception cref="InvalidOperationException">A string of the document is no Unicode.</exception>
    public static byte[] Hash(JsonElement element) => SHA256.HashData(Write(element).WrittenSpan);

    private static ArrayBufferWriter<byte> Write(JsonElement element)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, Options);
        Write(element, writer);
        writer.Flush();
        return buffer;
    }

    private static void Write(JsonElement element, Utf8JsonWriter writer)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject().OrderBy(static property => property.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    Write(property.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(item, writer);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(element.GetString());
                break;
            default:
                writer.WriteRawValue(element.GetRawText(), skipInputValidation: true);
                break;
        }
    }
}
