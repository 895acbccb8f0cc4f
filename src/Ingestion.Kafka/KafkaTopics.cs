using System.Collections.Concurrent;
using Confluent.Kafka;
using Ingestion.Kafka.Reading;
using Ingestion.Logs;
using Microsoft.Extensions.Logging;

namespace Ingestion.Kafka;

/// <summary>The topics of events in use, each followed from its first use on. Thread-safe.</summary>
internal sealed class KafkaTopics(KafkaEventLogOptions options, TopicCatalog catalog, KafkaClients clients, Follower follower, ILogger logger) : IDisposable
{
    private const long FirstStep = 256;
    private const long StepFactor = 8;

    private readonly ConcurrentDictionary<string, KafkaTopic> _open = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _opening = new(1, 1);

    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.InvalidRequest"/>: there is no such topic; <see cref="IngestionErrorCode.EventLogUnavailable"/>.</exception>
    public ValueTask<KafkaTopic> GetAsync(string topic, CancellationToken cancellationToken)
        => _open.TryGetValue(topic, out var open) ? new(open) : new(OpenAsync(topic, cancellationToken));

    public void Dispose() => _opening.Dispose();

    private async Task<KafkaTopic> OpenAsync(string topic, CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_open.TryGetValue(topic, out var open))
            {
                return open;
            }

            var partitions = await catalog.CountPartitionsAsync(topic, cancellationToken).ConfigureAwait(false);
            if (partitions == 0)
            {
                throw LogRequests.UnknownTopic(topic);
            }

            var name = catalog.NameOf(topic);
            var begins = await FindEndsAsync(name, partitions, cancellationToken).ConfigureAwait(false);
            var tails = Array.ConvertAll(begins, begin => new PartitionTail(begin.End, begin.Next, options.TailBytes));
            follower.Follow([.. tails.Select((tail, partition) => (new TopicPartitionOffset(name, partition, begins[partition].Next), (IFollowedPartition)tail))]);
            KafkaLog.TopicFollowed(logger, topic, partitions);
            return _open[topic] = new KafkaTopic(topic, name, tails);
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task<(long End, long Next)[]> FindEndsAsync(string name, int partitions, CancellationToken cancellationToken)
    {
        using var reader = new PositionedReader(options, clients);
        var ends = new (long End, long Next)[partitions];
        for (var i = 0; i < partitions; i++)
        {
            var partition = new TopicPartition(name, i);
            var watermarks = await catalog.QueryWatermarksAsync(partition, cancellationToken).ConfigureAwait(false);
            ends[i] = await Task.Run(() => FindEnd(reader, partition, watermarks.Low.Value, watermarks.High.Value, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        return ends;
    }

    /// <summary>Goes back from the end in growing steps until there is an event: what lies there may be markers of transactions only.</summary>
    private static (long End, long Next) FindEnd(PositionedReader reader, TopicPartition partition, long low, long high, CancellationToken cancellationToken)
    {
        if (low == high)
        {
            return (low, high);
        }

        for (var step = FirstStep; ; step *= StepFactor)
        {
            var from = Math.Max(low, high - step);
            var (last, next) = reader.FindLast(partition, from, high, cancellationToken);
            if (last is { } offset)
            {
                return (offset + 1, next);
            }

            if (from == low)
            {
                return (low, next);
            }
        }
    }
}
