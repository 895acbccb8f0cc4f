using Ingestion.Formats;
using Ingestion.Model;
using Ingestion.Pipelines;
using Ingestion.Ports;
using Ingestion.Tests.Feeds;

namespace Ingestion.Tests.Topics;

/// <summary>JSON that cannot be decoded the first times. Notes what the reader shows at each attempt.</summary>
internal sealed class WaitingPayloads : IPayloadFormat
{
    private readonly TaskCompletionSource<TestFeeds> _test = new();
    private readonly JsonPayloads _json = new();

    public PayloadFormat Format => PayloadFormat.Json;

    internal int Refusals { get; set; }

    /// <summary>Whose reader is looked at; decoding waits until it is known.</summary>
    internal TestFeeds Test
    {
        set => _test.SetResult(value);
    }

    internal List<(PipelineState State, string? Error)> States { get; } = [];

    public IPayloadDecoder Open(SourceTopic topic, IReadOnlyList<string> names) => new Decoder(this, _json.Open(topic, names));

    private sealed class Decoder(WaitingPayloads payloads, IPayloadDecoder json) : IPayloadDecoder
    {
        public async ValueTask DecodeAsync(FeedRecord record, ReadOnlyMemory<byte> payload, PayloadFields fields, CancellationToken cancellationToken)
        {
            var status = (await payloads._test.Task.WaitAsync(cancellationToken)).Statuses[0];
            payloads.States.Add((status.State, status.Error));
            if (payloads.Refusals-- > 0)
            {
                throw new IngestionException(IngestionErrorCode.SchemaRegistryUnavailable, "The registry is away.");
            }

            await json.DecodeAsync(record, payload, fields, cancellationToken);
        }
    }
}
