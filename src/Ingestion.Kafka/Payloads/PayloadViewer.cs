using System.Buffers.Binary;
using Ingestion.Formats;
using Ingestion.Kafka.Registry;
using Ingestion.Ports;

namespace Ingestion.Kafka.Payloads;

/// <summary>Decodes single payloads for people: also one whose schema is of another format than the topic says, which is why it was refused.</summary>
internal static class PayloadViewer
{
    /// <summary>A page does not wait longer for a registry.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Decodes one as far as it goes.</summary>
    /// <param name="open">The schemas.</param>
    /// <param name="payload">The payload, never empty.</param>
    /// <param name="maxBytes">The longest, decoded.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal static async Task<ShownPayload> ShowAsync(Func<SchemaCache> open, ReadOnlyMemory<byte> payload, int maxBytes, CancellationToken cancellationToken)
    {
        if (RegistryDecoder.FrameDamage(payload.Span) is { } damage)
        {
            return new ShownPayload { Obstacle = damage };
        }

        var shown = new ShownPayload { SchemaId = BinaryPrimitives.ReadInt32BigEndian(payload.Span[1..]) };
        try
        {
            var known = await open().FindAsync(shown.SchemaId.Value, cancellationToken).AsTask().WaitAsync(Patience, cancellationToken).ConfigureAwait(false);
            return Decode(shown with { SchemaType = known.Type }, known, payload[RegistryDecoder.FrameLength..], maxBytes);
        }
        catch (IngestionException error)
        {
            return shown with { Obstacle = error.Message };
        }
        catch (TimeoutException)
        {
            return shown with { Obstacle = "The schema registry has not answered yet." };
        }
    }

    private static ShownPayload Decode(ShownPayload shown, KnownSchema known, ReadOnlyMemory<byte> body, int maxBytes)
    {
        if (known.Damage is { } unusable)
        {
            return shown with { Obstacle = $"It names schema '{shown.SchemaId}', which {unusable}." };
        }

        if (known.Schema is not { } schema)
        {
            return RecordDamage.OfText(body.Span) is { } damage ? shown with { Obstacle = damage } : shown with { Json = body };
        }

        var json = PayloadJson.Create(maxBytes);
        try
        {
            schema.Decode(body.Span, json);
            return shown with { Json = json.Finish() };
        }
        catch (PayloadException error)
        {
            return shown with { Obstacle = $"It does not fit its schema '{shown.SchemaId}': {error.Message}." };
        }
    }
}
