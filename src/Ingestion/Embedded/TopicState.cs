using Catalog.Core.Values;
using Ingestion.Logs;

namespace Ingestion.Embedded;

/// <summary>What all durable frames of a topic up to a point add up to. Changed by the topic's writer only.</summary>
internal sealed class TopicState(SegmentHeader start, ProducerMarks marks)
{
    /// <summary>The offset that the next event of each partition gets.</summary>
    public long[] NextOffsets { get; } = [.. start.BaseOffsets];

    public Instant LastArrival { get; private set; } = start.LastArrival;

    public ProducerMarks Marks => marks;

    /// <summary>Adds a frame that follows directly; a message when it does not.</summary>
    public string? Apply(Frame frame, bool withMark)
    {
        foreach (var block in frame.Blocks)
        {
            if (block.Partition >= NextOffsets.Length || block.FirstOffset != NextOffsets[block.Partition])
            {
                return $"the frame holds offset {block.FirstOffset} of partition {block.Partition}, which does not follow the frame before it";
            }

            NextOffsets[block.Partition] += block.Count;
        }

        LastArrival = frame.Arrival;
        if (withMark && frame.Producer is not null)
        {
            marks.Set(frame.Producer, frame.Mark);
        }

        return null;
    }

    /// <summary>Adds a batch that was just made durable.</summary>
    public void Apply(EncodedBatch batch, Instant arrival)
    {
        foreach (var block in batch.Blocks)
        {
            NextOffsets[block.Partition] = block.FirstOffset + block.Count;
        }

        LastArrival = arrival;
        if (batch.Producer is not null)
        {
            marks.Set(batch.Producer, batch.Mark);
        }
    }
}
