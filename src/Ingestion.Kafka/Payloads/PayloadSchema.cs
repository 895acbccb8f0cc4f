using System.Text.Json;

namespace Ingestion.Kafka.Payloads;

/// <summary>A compiled schema of the registry. Immutable, so any number of threads may decode with it.</summary>
internal abstract class PayloadSchema
{
    /// <summary>
    /// How deep values may lie in each other. A recursive schema lets a few bytes nest without end, and the reader of the decoded record allows no more than this either
    /// (<see cref="JsonReaderOptions.MaxDepth"/> is 64 unless told otherwise).
    /// </summary>
    protected internal const int MaxDepth = 60;

    /// <summary>Writes the payload as one JSON object, its members in the order of the schema.</summary>
    /// <param name="body">The payload without its frame.</param>
    /// <param name="json">Receives the object; what it holds after a failure is of no use.</param>
    /// <exception cref="PayloadException">The bytes are not of this schema.</exception>
    internal abstract void Decode(ReadOnlySpan<byte> body, PayloadJson json);
}
