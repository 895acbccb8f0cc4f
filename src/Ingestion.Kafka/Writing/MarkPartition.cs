using System.Collections.Concurrent;
using Confluent.Kafka;
using Ingestion.Kafka.Reading;
using Ingestion.Logs;

namespace Ingestion.Kafka.Writing;

/// <summary>The marks of one topic of marks, as far as they were read. Thread-safe.</summary>
/// <param name="maxPushProducers">How many producers of pushes are remembered for each topic of events.</param>
internal sealed class MarkPartition(int maxPushProducers) : IFollowedPartition
{
    private readonly ConcurrentDictionary<string, ProducerMarks> _topics = new(StringComparer.Ordinal);
    private readonly WatchedOffset _position = new(0);

    public ReadOnlyMemory<byte>? Find(string topic, string producer) => _topics.TryGetValue(topic, out var marks) ? marks.Find(producer) : null;

    public void Take(ConsumeResult<byte[]?, byte[]?> record)
    {
        if (MarkRecord.TryDecode(record.Message.Key, record.Message.Value) is { } mark)
        {
            _topics.GetOrAdd(mark.Topic, static (_, max) => new ProducerMarks(max), maxPushProducers).Set(mark.Producer, mark.Mark);
        }

        Reach(record.Offset.Value + 1);
    }

    public void Reach(long offset)
    {
        if (offset > _position.Value)
        {
            _position.MoveTo(offset);
        }
    }

    public void EndWith(Exception reason) => _position.EndWith(reason);

    /// <summary>Waits until all marks before the offset were taken in.</summary>
    /// <returns>Whether they were within the time.</returns>
    public async ValueTask<bool> TryReachAsync(long offset, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            await _position.WaitForAsync(offset - 1, limit.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
