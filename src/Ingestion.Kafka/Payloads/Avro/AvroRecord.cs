using System.Text.Json;

namespace Ingestion.Kafka.Payloads.Avro;

/// <summary>A record: an object with its fields in the order of the schema.</summary>
internal sealed class AvroRecord : AvroNode
{
    private (JsonEncodedText Name, AvroNode Type)[] _fields = [];

    /// <summary>Sets the fields. Apart from the constructor since a field may be of the record's own type.</summary>
    internal void SetFields((JsonEncodedText Name, AvroNode Type)[] fields) => _fields = fields;

    internal override void Decode(ref AvroBytes bytes, PayloadJson json, int depth)
    {
        var inner = Deeper(depth);
        json.Writer.WriteStartObject();
        foreach (var (name, type) in _fields)
        {
            json.CheckLength();
            json.Writer.WritePropertyName(name);
            type.Decode(ref bytes, json, inner);
        }

        json.Writer.WriteEndObject();
    }
}
