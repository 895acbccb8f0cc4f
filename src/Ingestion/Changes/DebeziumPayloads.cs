using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Changes;

/// <summary>Payloads of which each is a change of a table, as Debezium writes them in JSON. Thread-safe.</summary>
internal sealed class DebeziumPayloads : IPayloadFormat
{
    public PayloadFormat Format => PayloadFormat.Debezium;

    public IPayloadDecoder Open(SourceTopic topic, IReadOnlyList<string> names) => new ChangeDecoder(names, ChangeRules.Of(topic));
}
