namespace Ingestion.Kafka.Payloads.Avro;

/// <summary>An array.</summary>
internal sealed class AvroArray(AvroNode items) : AvroNode
{
    internal override void Decode(ref AvroBytes bytes, PayloadJson json, int depth)
    {
        var inner = Deeper(depth);
        json.Writer.WriteStartArray();
        for (var count = bytes.ReadBlock(); count > 0; count = bytes.ReadBlock())
        {
            for (; count > 0; count--)
            {
                json.CheckLength();
                items.Decode(ref bytes, json, inner);
            }
        }

        json.Writer.WriteEndArray();
    }
}
