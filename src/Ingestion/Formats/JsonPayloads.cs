using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Formats;

/// <summary>Payloads of which each is one JSON object, on one line or on several. Thread-safe.</summary>
internal sealed class JsonPayloads : IPayloadFormat
{
    public PayloadFormat Format => PayloadFormat.Json;

    public IPayloadDecoder Open(SourceTopic topic, IReadOnlyList<string> names) => new Decoder(names);

    private sealed class Decoder(IReadOnlyList<string> names) : IPayloadDecoder
    {
        private readonly JsonObjectDecoder _decoder = new(names);

        public ValueTask DecodeAsync(FeedRecord record, ReadOnlyMemory<byte> payload, PayloadFields fields, CancellationToken cancellationToken)
        {
            if (RecordDamage.OfText(payload.Span) is { } damage)
            {
                fields.Refuse(damage);
            }
            else
            {
                _decoder.Decode(payload, fields);
            }

            return ValueTask.CompletedTask;
        }
    }
}
