using System.Text.Json;

namespace Ingestion.Kafka.Payloads.Avro;

/// <summary>An enum: the symbol.</summary>
internal sealed class AvroEnum(JsonEncodedText[] symbols) : AvroNode
{
    internal override void Decode(ref AvroBytes bytes, PayloadJson json, int depth)
    {
        var index = bytes.ReadInt();
        if (index < 0 || index >= symbols.Length)
        {
            throw new PayloadException($"it names symbol '{index}' of an enum that has {symbols.Length}");
        }

        json.Writer.WriteStringValue(symbols[index]);
    }
}
