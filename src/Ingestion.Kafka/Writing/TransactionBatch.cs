using System.Runtime.InteropServices;
using Confluent.Kafka;
using Ingestion.Logs;
using Ingestion.Ports;

namespace Ingestion.Kafka.Writing;

/// <summary>A batch with the places that its records go to.</summary>
/// <param name="name">The topic's name on the brokers.</param>
/// <param name="partitions">How many it has.</param>
/// <param name="batch">The batch.</param>
/// <param name="others">What goes with them to other topics: refused records, then the mark.</param>
internal sealed class TransactionBatch(string name, int partitions, AppendBatch batch, IReadOnlyList<(TopicPartition Partition, Message<byte[]?, byte[]?> Message)> others)
{
    public IReadOnlyList<NewLogEvent> Events => batch.Events;

    public string? Producer => batch.Producer;

    public IReadOnlyList<(TopicPartition Partition, Message<byte[]?, byte[]?> Message)> Others => others;

    /// <summary>The topics that the records go to.</summary>
    public IEnumerable<string> TopicNames => others.Select(static other => other.Partition.Topic).Prepend(name).Distinct();

    public TopicPartition PartitionOf(int index) => new(name, KeyPartitioner.PartitionOf(batch.Events[index].Key.Span, partitions));

    public Message<byte[]?, byte[]?> MessageOf(int index) => new() { Key = BytesOf(batch.Events[index].Key), Value = BytesOf(batch.Events[index].Payload) };

    /// <summary>The array itself where the memory is a whole one.</summary>
    private static byte[] BytesOf(ReadOnlyMemory<byte> memory)
        => MemoryMarshal.TryGetArray(memory, out var segment) && segment.Array is { } array && segment.Offset == 0 && segment.Count == array.Length ? array : memory.ToArray();
}
