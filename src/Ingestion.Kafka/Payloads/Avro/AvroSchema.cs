namespace Ingestion.Kafka.Payloads.Avro;

/// <summary>A schema of Avro whose values are records.</summary>
internal sealed class AvroSchema(AvroRecord root) : PayloadSchema
{
    internal override void Decode(ReadOnlySpan<byte> body, PayloadJson json)
    {
        var bytes = new AvroBytes(body);
        root.Decode(ref bytes, json, depth: 0);
        if (bytes.Left > 0)
        {
            throw new PayloadException($"{bytes.Left} bytes follow the record, so it was written with another schema");
        }
    }
}
