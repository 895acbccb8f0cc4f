using System.Collections.Concurrent;
using Catalog.Core.Values;
using Confluent.Kafka;
using Ingestion.Kafka.Reading;

namespace Ingestion.Kafka.Writing;

/// <summary>
/// Fixes what of a partition had arrived by a moment. Where the newest record is not later than the moment, a record without payload is appended, which no reader is shown, until the brokers'
/// clock has passed it: the clock gives every event its arrival time. Thread-safe.
/// </summary>
internal sealed class Barriers(KafkaClients clients) : IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(1);

    private readonly ConcurrentDictionary<string, bool> _introduced = new(StringComparer.Ordinal);
    private readonly Lazy<IProducer<byte[]?, byte[]?>> _producer = new(clients.PlainProducer);

    /// <summary>The offset before which everything lies that arrived by the moment, read by then; what follows arrives later.</summary>
    public async Task<long> SettleAsync(TopicPartition partition, PartitionTail tail, Instant arrival, CancellationToken cancellationToken)
    {
        await tail.Settling.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (tail.Newest <= arrival)
            {
                var offset = await AppendAsync(partition, cancellationToken).ConfigureAwait(false);
                await tail.WaitForPositionAsync(offset + 1, cancellationToken).ConfigureAwait(false);
                if (tail.Newest <= arrival)
                {
                    var rest = arrival - tail.Newest;
                    await Task.Delay(rest < ShortestPause ? ShortestPause : rest < LongestPause ? rest : LongestPause, cancellationToken).ConfigureAwait(false);
                }
            }

            return tail.End;
        }
        finally
        {
            tail.Settling.Release();
        }
    }

    public void Dispose()
    {
        if (_producer.IsValueCreated)
        {
            _producer.Value.Dispose();
        }
    }

    private async Task<long> AppendAsync(TopicPartition partition, CancellationToken cancellationToken)
    {
        try
        {
            if (_introduced.TryAdd(partition.Topic, true))
            {
                await Task.Run(() => clients.Introduce(_producer.Value, partition.Topic), cancellationToken).ConfigureAwait(false);
            }

            return (await _producer.Value.ProduceAsync(partition, new Message<byte[]?, byte[]?>(), cancellationToken).ConfigureAwait(false)).Offset.Value;
        }
        catch (KafkaException exception)
        {
            throw KafkaErrors.Unavailable("settle", partition.Topic, exception);
        }
    }
}
