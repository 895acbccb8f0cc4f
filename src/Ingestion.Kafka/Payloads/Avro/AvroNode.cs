namespace Ingestion.Kafka.Payloads.Avro;

/// <summary>One type of a schema, ready to decode. Immutable once the schema is compiled.</summary>
internal abstract class AvroNode
{
    /// <summary>Reads one value and writes it as JSON.</summary>
    /// <param name="bytes">Stands before the value, and behind it afterwards.</param>
    /// <param name="json">Receives the value.</param>
    /// <param name="depth">How many records, arrays and maps it lies in.</param>
    /// <exception cref="PayloadException">The bytes are no such value.</exception>
    internal abstract void Decode(ref AvroBytes bytes, PayloadJson json, int depth);

    /// <exception cref="PayloadException">The value lies too deep.</exception>
    protected static int Deeper(int depth)
        => depth < PayloadSchema.MaxDepth ? depth + 1 : throw new PayloadException($"its values lie more than {PayloadSchema.MaxDepth} deep in each other");
}
