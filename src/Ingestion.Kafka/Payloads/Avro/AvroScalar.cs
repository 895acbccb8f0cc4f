namespace Ingestion.Kafka.Payloads.Avro;

/// <summary>A number, text or the like.</summary>
internal sealed class AvroScalar(DecodeScalar decode) : AvroNode
{
    internal override void Decode(ref AvroBytes bytes, PayloadJson json, int depth) => decode(ref bytes, json);
}
