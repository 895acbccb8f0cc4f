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
    private readonly Lock _lock = new();
    private long _position;
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _ended;

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
        TaskCompletionSource moved;
        lock (_lock)
        {
            if (offset <= _position)
            {
                return;
            }

            _position = offset;
            (moved, _moved) = (_moved, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        moved.SetResult();
    }

    public void EndWith(Exception reason)
    {
        lock (_lock)
        {
            _ended ??= reason;
            _moved.TrySetException(reason);
        }
    }

    /// <summary>Completes when all marks before the offset were taken in.</summary>
    public async ValueTask WaitForPositionAsync(long offset, CancellationToken cancellationToken)
    {
        while (NextMove(offset) is { } moved)
        {
            await moved.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private Task? NextMove(long offset)
    {
        lock (_lock)
        {
            return _position >= offset ? null : _ended is not null ? Task.FromException(_ended) : _moved.Task;
        }
    }
}
