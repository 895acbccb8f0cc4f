using Ingestion.Kafka.Registry;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Kafka.Payloads;

/// <summary>Payloads that name their schema in a registry, as the serializers of Confluent write them. Thread-safe.</summary>
/// <param name="format">Which of them.</param>
/// <param name="registries">The registries.</param>
/// <param name="maxBytes">The longest payload, decoded.</param>
internal sealed class RegistryPayloads(PayloadFormat format, SchemaRegistries registries, int maxBytes) : IPayloadFormat
{
    public PayloadFormat Format => format;

    public IPayloadDecoder Open(SourceTopic topic, IReadOnlyList<string> names)
        => new RegistryDecoder(format, () => registries.Open(topic.Connection), names, maxBytes);

    public async ValueTask<ShownPayload?> ShowAsync(SourceTopic topic, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
        => await PayloadViewer.ShowAsync(() => registries.Open(topic.Connection), payload, maxBytes, cancellationToken).ConfigureAwait(false);
}
