using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Catalog.Core.Values;
using Catalog.Feast.Values;
using Catalog.Grpc;
using Google.Protobuf.Collections;
using Ingestion.Model;
using FeastValue = Catalog.Feast.Messages.Types.Value;

namespace Catalog.Feast.Serving;

/// <summary>Writes a row that came by protobuf as a JSON line, as pushes and writes are taken.</summary>
internal static class PushedRow
{
    private static readonly string[] Words = ["true", "false", "null"];

    /// <summary>Names of the columns.</summary>
    /// <exception cref="GrpcException">Both kinds are there.</exception>
    internal static IReadOnlyCollection<string> ColumnsOf(MapField<string, string> texts, MapField<string, FeastValue> values) => texts.Count == 0 || values.Count == 0
        ? [.. texts.Keys, .. values.Keys]
        : throw new GrpcException(GrpcStatusCode.InvalidArgument, "Only one of features or typed_features may be set, not both.");

    /// <summary>The row as a line.</summary>
    /// <param name="texts">Columns as texts.</param>
    /// <param name="values">Columns as values; one of the two is empty.</param>
    /// <param name="source">What the columns are.</param>
    /// <exception cref="GrpcException">A value is of a type that has no counterpart.</exception>
    internal static byte[] Write(MapField<string, string> texts, MapField<string, FeastValue> values, Source source)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            foreach (var (name, value) in values)
            {
                json.WritePropertyName(name);
                WriteValue(json, FeastMessages.Read(value, name));
            }

            foreach (var (name, text) in texts)
            {
                json.WritePropertyName(name);
                WriteText(json, text, source.Columns.FirstOrDefault(column => column.Name == name)?.Type);
            }

            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Feast's older clients send every value as text; the column says what it means. A text that is none of its values goes on as it is, for the contract to refuse.</summary>
    private static void WriteText(Utf8JsonWriter json, string text, DataType? type)
    {
        if (type is { IsList: true } && IsJson(text, JsonTokenType.StartArray))
        {
            json.WriteRawValue(text);
        }
        else if (type is { IsList: false, Element: ScalarType.Bool } && Words.Contains(text.ToLowerInvariant()))
        {
            json.WriteRawValue(text.ToLowerInvariant()); // Python writes True.
        }
        else if (type is { IsNumeric: true } && IsJson(text, JsonTokenType.Number))
        {
            json.WriteRawValue(text);
        }
        else
        {
            json.WriteStringValue(text);
        }
    }

    private static bool IsJson(string text, JsonTokenType first)
    {
        try
        {
            var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(text));
            if (!reader.Read() || reader.TokenType != first)
            {
                return false;
            }

            reader.Skip();
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Writes a value as the JSON that pushes are read from.</summary>
    internal static void WriteValue(Utf8JsonWriter json, Value value)
    {
        if (value.IsNull)
        {
            json.WriteNullValue();
        }
        else if (value.Type.IsList)
        {
            json.WriteStartArray();
            Array.ForEach(value.AsList(), item => WriteValue(json, item));
            json.WriteEndArray();
        }
        else
        {
            WriteScalar(json, value);
        }
    }

    private static void WriteScalar(Utf8JsonWriter json, Value value)
    {
        switch (value.Type.Element)
        {
            case ScalarType.Bool:
                json.WriteBooleanValue(value.AsBool());
                break;
            case ScalarType.String:
                json.WriteStringValue(value.AsString());
                break;
            case ScalarType.Bytes:
                json.WriteBase64StringValue(value.AsBytes());
                break;
            case ScalarType.Timestamp:
                json.WriteStringValue(value.AsInstant().ToString());
                break;
            case ScalarType.Float or ScalarType.Double when !double.IsFinite(value.AsDouble()):
                json.WriteStringValue(value.AsDouble().ToString(CultureInfo.InvariantCulture));
                break;
            case ScalarType.Float:
                json.WriteNumberValue(value.AsFloat());
                break;
            case ScalarType.Double:
                json.WriteNumberValue(value.AsDouble());
                break;
            default:
                json.WriteNumberValue(value.AsInt64());
                break;
        }
    }
}
