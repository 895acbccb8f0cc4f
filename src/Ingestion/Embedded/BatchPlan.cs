using Ingestion.Logs;
using Ingestion.Ports;

namespace Ingestion.Embedded;

/// <summary>How the events of a batch are laid out: grouped by partition, in their order within each, cut into blocks.</summary>
/// <param name="Order">Indexes of the events in the order in which they are written.</param>
/// <param name="Blocks">The blocks, without offsets and checksums.</param>
/// <param name="BodyLength">Bytes of all blocks; more than an int can hold is possible and refused by the caller.</param>
internal sealed record BatchPlan(int[] Order, FrameBlock[] Blocks, long BodyLength)
{
    public static BatchPlan Of(IReadOnlyList<NewLogEvent> events, int partitions)
    {
        var partitionOf = new int[events.Count];
        for (var i = 0; i < partitionOf.Length; i++)
        {
            partitionOf[i] = KeyPartitioner.PartitionOf(events[i].Key.Span, partitions);
        }

        var order = OrderByPartition(partitionOf, partitions);
        var blocks = CutIntoBlocks(events, partitionOf, order, out var bodyLength);
        return new BatchPlan(order, blocks, bodyLength);
    }

    /// <summary>A counting sort, because the order within a partition must stay.</summary>
    private static int[] OrderByPartition(int[] partitionOf, int partitions)
    {
        var next = new int[partitions + 1];
        foreach (var partition in partitionOf)
        {
            next[partition + 1]++;
        }

        for (var i = 1; i <= partitions; i++)
        {
            next[i] += next[i - 1];
        }

        var order = new int[partitionOf.Length];
        for (var i = 0; i < partitionOf.Length; i++)
        {
            order[next[partitionOf[i]]++] = i;
        }

        return order;
    }

    private static FrameBlock[] CutIntoBlocks(IReadOnlyList<NewLogEvent> events, int[] partitionOf, int[] order, out long bodyLength)
    {
        var blocks = new List<FrameBlock>();
        bodyLength = 0;
        var from = 0;
        long length = 0;
        for (var i = 0; i < order.Length; i++)
        {
            length += EventCodec.SizeOf(events[order[i]]);
            var partition = partitionOf[order[i]];
            if (length >= FrameLayout.BlockTarget || i + 1 == order.Length || partitionOf[order[i + 1]] != partition)
            {
                // A length beyond an int only happens in a batch that is refused for its size.
                blocks.Add(new FrameBlock(partition, i + 1 - from, FirstOffset: 0, unchecked((int)length), Checksum: 0));
                bodyLength += length;
                from = i + 1;
                length = 0;
            }
        }

        return [.. blocks];
    }
}
