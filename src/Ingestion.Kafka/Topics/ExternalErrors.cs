using Confluent.Kafka;

namespace Ingestion.Kafka.Topics;

/// <summary>What can go wrong with topics outside the event log, in one place.</summary>
/// <param name="connection">Name of the connection.</param>
/// <param name="setting">The setting that names its brokers.</param>
/// <param name="address">The first of them.</param>
/// <param name="refusals">Knows why brokers refuse.</param>
internal sealed class ExternalErrors(string connection, string setting, string address, Refusals refusals)
{
    public static IngestionException UnknownConnection(string connection, IReadOnlyList<string> known) => new(
        IngestionErrorCode.InvalidRequest,
        $"There is no connection '{connection}' to read topics from; there {(known.Count == 0 ? "is none" : $"are {string.Join(", ", known.Select(static name => $"'{name}'"))}")}. "
        + $"Declare it as {KafkaConnectionsOptions.KeyOf(connection)}, or correct 'topic.connection' of the source.");

    public IngestionException Missing(string topic, int? partition = null) => new(
        IngestionErrorCode.TopicUnavailable,
        $"{(partition is { } number ? $"Partition {number} of topic" : "Topic")} '{topic}' does not exist on {address}, the brokers of connection '{connection}'. Make it there, or correct 'topic' of the source.");

    public IngestionException NotKept(string topic, int partition, long offset) => new(
        IngestionErrorCode.TopicUnavailable,
        $"The record at offset '{offset}' of topic '{topic}', partition {partition}, is not kept by the brokers of connection '{connection}' ({address}) any more. Reading goes on with the first one that is.");

    public IngestionException Unavailable(string attempt, string topic, KafkaException cause) => cause.Error.Code switch
    {
        ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition => Missing(topic),
        _ => Unavailable(attempt, topic, KafkaErrors.ReasonOf(cause), cause),
    };

    public IngestionException Unavailable(string attempt, string topic, string reason, Exception? cause = null) => new(
        IngestionErrorCode.TopicUnavailable,
        $"Topic '{topic}' could not be {attempt}: {refusals.Explain(reason)}. The brokers are those of connection '{connection}' ({address}), see {setting}; it is tried again.",
        cause);
}
