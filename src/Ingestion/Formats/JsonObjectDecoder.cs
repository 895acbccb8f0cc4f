using System.Text;
using System.Text.Json;
using Catalog.Core.Text;
using Ingestion.Changes;
using Ingestion.Ports;

namespace Ingestion.Formats;

/// <summary>Takes one JSON object apart. Not thread-safe.</summary>
/// <param name="names">The properties to be read; of others only the names are noted.</param>
internal sealed class JsonObjectDecoder(IReadOnlyList<string> names)
{
    private const int MaxKnownOthers = 32;

    private readonly byte[][] _names = [.. names.Select(Encoding.UTF8.GetBytes)];
    private readonly bool[] _seen = new bool[names.Count];

    // Names that nobody asked for, as they came: the records of a topic have the same ones, and each would be a text of its own.
    private readonly List<(byte[] Bytes, string Name)> _others = [];

    /// <summary>Reads the object. What is no object, or names a property twice, is damaged.</summary>
    /// <param name="json">Valid UTF-8; the fields refer to it.</param>
    /// <param name="fields">Receives the fields; cleared before.</param>
    internal void Decode(ReadOnlyMemory<byte> json, PayloadFields fields)
    {
        Array.Clear(_seen);
        try
        {
            ReadObject(json, fields);
        }
        catch (Exception error) when (JsonFault.Find(error) is { } fault)
        {
            // A record is one line, and its place is told beside it.
            fields.Refuse($"It is no JSON object: it {fault}.");
        }
    }

    private void ReadObject(ReadOnlyMemory<byte> json, PayloadFields fields)
    {
        var reader = new Utf8JsonReader(json.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            fields.Refuse("It is no JSON object.");
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = JsonRow.IndexOf(ref reader, _names);
            if (index >= 0 ? _seen[index] : !fields.AddOther(OtherNameOf(ref reader)))
            {
                fields.Refuse($"It names the property '{reader.GetString()}' twice.");
            }

            reader.Read();
            if (index >= 0)
            {
                _seen[index] = true;
                fields.Set(index, JsonRow.FieldOf(ref reader, json));
            }
            else
            {
                reader.Skip();
            }
        }

        // Anything after the object is an error of the reader's own.
        reader.Read();
    }

    private string OtherNameOf(ref Utf8JsonReader reader)
    {
        foreach (var (bytes, known) in _others)
        {
            if (reader.ValueTextEquals(bytes))
            {
                return known;
            }
        }

        var name = reader.GetString() ?? string.Empty;
        if (_others.Count < MaxKnownOthers)
        {
            _others.Add((Encoding.UTF8.GetBytes(name), name));
        }

        return name;
    }
}
