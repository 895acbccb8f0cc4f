namespace Ingestion.Kafka.Payloads.Avro;

/// <summary>A union: the value of the type that the bytes name, without that name.</summary>
internal sealed class AvroUnion(AvroNode[] types) : AvroNode
{
    internal override void Decode(ref AvroBytes bytes, PayloadJson json, int depth)
    {
        var index = bytes.ReadLong();
        if (index < 0 || index >= types.Length)
        {
            throw new PayloadException($"it names type '{index}' of a union that has {types.Length}");
        }

        // No union holds another one, so the depth is counted all the same.
        types[index].Decode(ref bytes, json, depth);
    }
}
