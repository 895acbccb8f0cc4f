using System.Collections.Concurrent;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Ingestion.Kafka.Reading;

/// <summary>
/// Reads the ends of all partitions in use as they grow, once for all who follow them, on a thread of its own. Goes on by itself when brokers come back. Thread-safe.
/// </summary>
internal sealed class Follower : IAsyncDisposable
{
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<TopicPartition, IFollowedPartition> _followed = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Lazy<IConsumer<byte[]?, byte[]?>> _consumer;
    private readonly ILogger _logger;
    private Task? _loop;

    public Follower(KafkaClients clients, ILogger logger)
    {
        _logger = logger;
        _consumer = new(() => clients.Consumer("follower"));
    }

    /// <summary>Follows partitions from offsets on. Each partition once.</summary>
    public void Follow(IReadOnlyList<(TopicPartitionOffset From, IFollowedPartition To)> partitions)
    {
        foreach (var (from, to) in partitions)
        {
            _followed[from.TopicPartition] = to;
        }

        lock (_followed)
        {
            ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, this);
            _consumer.Value.IncrementalAssign(partitions.Select(static partition => partition.From));
            _loop ??= Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task? loop;
        lock (_followed)
        {
            _stop.Cancel();
            loop = _loop;
        }

        if (loop is not null)
        {
            await loop.ConfigureAwait(false);
            _consumer.Value.Dispose();
        }

        foreach (var partition in _followed.Values)
        {
            partition.EndWith(new ObjectDisposedException(nameof(KafkaEventLog)));
        }

        _stop.Dispose();
    }

    private void Run()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (_consumer.Value.Consume(Turn) is not { } result || !_followed.TryGetValue(result.TopicPartition, out var partition))
                {
                    continue;
                }

                if (result.IsPartitionEOF)
                {
                    partition.Reach(result.Offset.Value);
                }
                else
                {
                    partition.Take(result);
                }
            }
            catch (KafkaException exception)
            {
                KafkaLog.FollowingFailed(_logger, KafkaErrors.ReasonOf(exception));
            }
        }
    }
}
