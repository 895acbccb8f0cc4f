namespace Ingestion.Kafka.Topics;

/// <summary>Brokers outside the event log that sources read topics from, bound from <c>Ingestion:Kafka</c>. Read once, at start.</summary>
public sealed class KafkaConnectionsOptions
{
    /// <summary>The configuration section that is bound.</summary>
    public const string Section = "Ingestion:Kafka";

    /// <summary>
    /// The connections by name, which sources give in <c>topic.connection</c>: 1 to 100 of the characters a-z, 0-9, '-' and '_'. <c>default</c> is the one of the event log on Kafka unless it is declared here.
    /// </summary>
    public IDictionary<string, KafkaConnection> Connections { get; } = new Dictionary<string, KafkaConnection>(StringComparer.Ordinal);

    /// <summary>Key of one connection in the configuration, for messages.</summary>
    internal static string KeyOf(string name) => $"{Section}:{nameof(Connections)}:{name}";
}
