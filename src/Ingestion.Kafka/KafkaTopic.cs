using Confluent.Kafka;
using Ingestion.Kafka.Reading;
using Ingestion.Logs;

namespace Ingestion.Kafka;

/// <summary>A topic in use: its name on the brokers and the ends of its partitions. Thread-safe.</summary>
internal sealed class KafkaTopic(string topic, string name, PartitionTail[] tails)
{
    public string Topic => topic;

    public string Name => name;

    public int Partitions => tails.Length;

    public TopicPartition PartitionOf(int partition) => new(name, partition);

    public IEnumerable<TopicPartition> AllPartitions => Enumerable.Range(0, tails.Length).Select(PartitionOf);

    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.InvalidRequest"/>.</exception>
    public PartitionTail Tail(int partition)
    {
        LogRequests.CheckPartition(topic, partition, tails.Length);
        return tails[partition];
    }
}
