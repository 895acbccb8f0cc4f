using System.Text.Json;

namespace Ingestion.Enrichments;

/// <summary>How far the stream has been enriched: stored in one write with the events, so that none is left out or repeated. JSON, because people look at it when something went wrong.</summary>
/// <param name="Next">The next offset of the stream.</param>
internal sealed record EnrichmentMark(long Next)
{
    /// <summary>Name of the producer that carries one partition of a stream on.</summary>
    internal static string ProducerOf(string stream, int partition) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"enrich:{stream}/{partition}");

    internal ReadOnlyMemory<byte> Encode() => JsonSerializer.SerializeToUtf8Bytes(this, EnrichmentMarkJson.Default.EnrichmentMark);

    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.CorruptLog"/>: the bytes are no mark.</exception>
    internal static EnrichmentMark Decode(ReadOnlyMemory<byte> mark, string producer)
    {
        try
        {
            return JsonSerializer.Deserialize(mark.Span, EnrichmentMarkJson.Default.EnrichmentMark) ?? throw new JsonException("It is empty.");
        }
        catch (JsonException error)
        {
            throw new IngestionException(
                IngestionErrorCode.CorruptLog, $"The mark of producer '{producer}' in the event log cannot be read: {error.Message}", error);
        }
    }
}
