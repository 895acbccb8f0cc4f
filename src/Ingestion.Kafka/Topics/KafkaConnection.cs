using Ingestion.Kafka.Registry;

namespace Ingestion.Kafka.Topics;

/// <summary>One connection.</summary>
public sealed class KafkaConnection
{
    /// <summary>Where the brokers are: <c>host:port</c>, several divided by commas. Required.</summary>
    public string BootstrapServers { get; set; } = string.Empty;

    /// <summary>How long the brokers may be silent before they count as away. Default 10 seconds, range 1 second to 5 minutes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Further settings of the client, by the names of librdkafka: <c>security.protocol</c>, <c>sasl.mechanism</c>, <c>sasl.username</c>, <c>sasl.password</c>, <c>ssl.ca.location</c> and so on. Those on
    /// which the guarantees of reading rest cannot be set.
    /// </summary>
    public IDictionary<string, string> Client { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Where payloads of these brokers find their schemas. Needed for the formats <c>avro</c>, <c>protobuf</c> and <c>json_schema</c>.</summary>
    public SchemaRegistrySettings SchemaRegistry { get; } = new();
}
