namespace Ingestion.Kafka.Payloads.Avro;

/// <summary>A map with texts as keys: an object.</summary>
internal sealed class AvroMap(AvroNode values) : AvroNode
{
    internal override void Decode(ref AvroBytes bytes, PayloadJson json, int depth)
    {
        var inner = Deeper(depth);
        json.Writer.WriteStartObject();
        for (var count = bytes.ReadBlock(); count > 0; count = bytes.ReadBlock())
        {
            for (; count > 0; count--)
            {
                json.CheckLength();
                json.WriteName(bytes.ReadBytes());
                values.Decode(ref bytes, json, inner);
            }
        }

        json.Writer.WriteEndObject();
    }
}
