using System.Text.Json;
using Ingestion.Postgres.Values;
using ValueType = Ingestion.Postgres.Values.ValueType;

namespace Ingestion.Postgres.Changes;

/// <summary>Columns of the rows of a table at a moment.</summary>
/// <param name="Names">Their names, in order.</param>
/// <param name="Types">How they are written.</param>
/// <param name="Key">Places of those that make the key, in its order; empty when there is none.</param>
internal sealed record RowShape(string[] Names, ValueType[] Types, int[] Key)
{
    private readonly JsonEncodedText[] _encoded = [.. Names.Select(static name => JsonEncodedText.Encode(name, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping))];

    /// <summary>Texts of the key of a row; null where a part of it is not known.</summary>
    internal string[]? KeyOf(RowValue[] row) => Key.Length > 0 && Array.TrueForAll(Key, place => row[place].Text is not null) ? Array.ConvertAll(Key, place => row[place].Text!) : null; // Just checked.

    internal void Write(Utf8JsonWriter writer, RowValue[] row, bool keyOnly)
    {
        writer.WriteStartObject();
        for (var i = 0; i < row.Length; i++)
        {
            if (!row[i].IsUnchanged && (!keyOnly || Key.Contains(i)))
            {
                writer.WritePropertyName(_encoded[i]);
                ValueWriter.Write(writer, Types[i], row[i].Text);
            }
        }

        writer.WriteEndObject();
    }

    internal void WriteKeyNames(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var place in Key)
        {
            writer.WriteStringValue(_encoded[place]);
        }

        writer.WriteEndArray();
    }
}

/// <summary>A value of a row.</summary>
/// <param name="Text">As its type writes it; null for null.</param>
/// <param name="IsUnchanged">Whether it was not told: it is large, and the update did not change it.</param>
internal readonly record struct RowValue(string? Text, bool IsUnchanged);
