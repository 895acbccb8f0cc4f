using System.Text.Json;
using Ingestion.Ports;

namespace Ingestion.Changes;

/// <summary>Reads properties of one JSON object. Pure.</summary>
internal static class JsonRow
{
    /// <summary>Is given each property.</summary>
    /// <param name="index">Place among the wanted names; negative for another one.</param>
    /// <param name="reader">Stands on the name.</param>
    /// <param name="field">The value.</param>
    internal delegate void Visit(int index, ref Utf8JsonReader reader, in RawField field);

    /// <summary>Goes through the properties of an object.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    internal static void Read(ReadOnlyMemory<byte> json, byte[][] names, Visit visit)
    {
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader;
            var index = IndexOf(ref reader, names);
            reader.Read();
            visit(index, ref name, FieldOf(ref reader, json));
        }
    }

    /// <summary>The names of an object, or the texts of a list.</summary>
    internal static HashSet<string> NamesOf(ReadOnlyMemory<byte> json)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        var wanted = reader.TokenType == JsonTokenType.StartObject ? JsonTokenType.PropertyName : JsonTokenType.String;
        while (reader.Read())
        {
            if (reader.CurrentDepth == 1 && reader.TokenType == wanted)
            {
                names.Add(reader.GetString() ?? string.Empty);
            }
        }

        return names;
    }

    internal static int IndexOf(ref Utf8JsonReader reader, byte[][] names)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (reader.ValueTextEquals(names[i]))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The value on which the reader stands, as fields of records are given.</summary>
    internal static RawField FieldOf(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        var start = (int)reader.TokenStartIndex;
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return new RawField(IsNull: true, Quoted: false, default);
            case JsonTokenType.String:
                return new RawField(IsNull: false, Quoted: true, reader.ValueIsEscaped ? Unescape(ref reader) : json.Slice(start + 1, reader.ValueSpan.Length));
            default:
                reader.Skip();
                return new RawField(IsNull: false, Quoted: false, json[start..(int)reader.BytesConsumed]);
        }
    }

    private static byte[] Unescape(ref Utf8JsonReader reader)
    {
        var bytes = new byte[reader.ValueSpan.Length];
        return bytes[..reader.CopyString(bytes)];
    }
}
