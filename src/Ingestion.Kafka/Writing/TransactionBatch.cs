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

    /// <summary>The partition of each event.</summary>
    public int[] PlacesOfEvents()
    {
        var places = new int[batch.Events.Count];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = KeyPartitioner.PartitionOf(batch.Events[i].Key.Span, partitions);
        }

        return places;
    }

    /// <summary>The partitions that events go to.</summary>
    public TopicPartition[] Partitions() => [.. Enumerable.Range(0, partitions).Select(partition => new TopicPartition(name, partition))];

    /// <summary>Makes a message one of an event.</summary>
    public void Fill(Message<byte[]?, byte[]?> message, int index) => (message.Key, message.Value) = (BytesOf(batch.Events[index].Key), BytesOf(batch.Events[index].Payload));

    /// <summary>The array itself where the memory is a whole one.</summary>
    private static byte[] BytesOf(ReadOnlyMemory<byte> memory)
        => MemoryMarshal.TryGetArray(memory, out var segment) && segment.Array is { } array && segment.Offset == 0 && segment.Count == array.Length ? array : memory.ToArray();
}
