using System.Text;
using System.Text.Json;

namespace Ingestion.Postgres.Values;

/// <summary>Writes an array, as PostgreSQL writes it in text (<c>{1,NULL,"a b"}</c>), as a list in JSON. Pure.</summary>
internal static class ListWriter
{
    private const int DeepestList = 6;

    internal static void Write(Utf8JsonWriter writer, ValueKind kind, string text)
    {
        // Bounds other than from 1 are written in front: [0:2]={...}.
        var start = text.StartsWith('[') ? text.IndexOf('=', StringComparison.Ordinal) + 1 : 0;
        if (start < text.Length && text[start] == '{')
        {
            var place = start;
            WriteList(writer, kind, text, ref place, 1);
        }
        else
        {
            writer.WriteStringValue(text);
        }
    }

    private static void WriteList(Utf8JsonWriter writer, ValueKind kind, string text, ref int place, int depth)
    {
        if (depth > DeepestList)
        {
            throw new FormatException($"An array has more than {DeepestList} dimensions.");
        }

        writer.WriteStartArray();
        for (place++; place < text.Length && text[place] != '}';)
        {
            switch (text[place])
            {
                case ',':
                    place++;
                    break;
                case '{':
                    WriteList(writer, kind, text, ref place, depth + 1);
                    break;
                default:
                    WriteElement(writer, kind, text, ref place);
                    break;
            }
        }

        place++;
        writer.WriteEndArray();
    }

    private static void WriteElement(Utf8JsonWriter writer, ValueKind kind, string text, ref int place)
    {
        var isQuoted = text[place] == '"';
        var value = isQuoted ? ReadQuoted(text, ref place) : ReadPlain(text, ref place);
        ValueWriter.Write(writer, new ValueType(kind, IsList: false), !isQuoted && value == "NULL" ? null : value);
    }

    private static string ReadPlain(string text, ref int place)
    {
        var start = place;
        while (place < text.Length && text[place] is not (',' or '}'))
        {
            place++;
        }

        return text[start..place];
    }

    private static string ReadQuoted(string text, ref int place)
    {
        var value = new StringBuilder();
        for (place++; place < text.Length && text[place] != '"'; place++)
        {
            if (text[place] == '\\')
            {
                place++;
            }

            value.Append(text[place]);
        }

        place++;
        return value.ToString();
    }
}
