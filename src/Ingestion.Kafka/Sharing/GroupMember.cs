using System.Collections.Concurrent;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Ingestion.Kafka.Sharing;

/// <summary>
/// This process as a member of the group of workers, on a thread of its own. Rebalances are cooperative: partitions that stay are worked on meanwhile. A process that slept for longer than
/// <see cref="KafkaEventLogOptions.SessionTimeout"/> gives up everything before it does anything else, since the brokers have. Thread-safe.
/// </summary>
internal sealed class GroupMember : IAsyncDisposable
{
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);

    private readonly KafkaEventLogOptions _options;
    private readonly KafkaClients _clients;
    private readonly GroupShares _shares;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<TopicPartition, long> _positions = [];
    private readonly HashSet<TopicPartition> _paused = [];
    private readonly Task _loop;
    private volatile IReadOnlyList<string> _topics = [];
    private long _heardAt = Environment.TickCount64;

    internal GroupMember(KafkaEventLogOptions options, KafkaClients clients, GroupShares shares, ILogger logger)
    {
        (_options, _clients, _shares, _logger) = (options, clients, shares, logger);
        _loop = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Whether the thread has run lately. While it waits for work to end it says so, too.</summary>
    private bool IsAwake => Environment.TickCount64 - Interlocked.Read(ref _heardAt) < _options.SessionTimeout.TotalMilliseconds;

    /// <summary>The topics to share, by name.</summary>
    internal void Subscribe(IReadOnlyList<string> topics) => _topics = topics;

    /// <summary>Lets the group know how far a partition is, for those who watch its lag.</summary>
    internal void Store(string topic, int partition, long position) => _positions[new TopicPartition(topic, partition)] = position;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _stop.Dispose();
    }

    private void Run()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var consumer = _clients.GroupConsumer("worker", _options.SessionTimeout, Assigned, Revoked, Lost);
                Interlocked.Exchange(ref _heardAt, Environment.TickCount64);
                _paused.Clear();
                Poll(consumer);
                consumer.Close();
            }
            catch (KafkaException exception)
            {
                KafkaLog.GroupLeft(_logger, KafkaErrors.ReasonOf(exception));
                _stop.Token.WaitHandle.WaitOne(TimeSpan.FromSeconds(1));
            }
            finally
            {
                _shares.GiveUpAll();
            }
        }
    }

    /// <summary>Returns when the process ends, or when it slept for so long that the group has gone on without it.</summary>
    private void Poll(IConsumer<byte[]?, byte[]?> consumer)
    {
        IReadOnlyList<string> subscribed = [];
        while (!_stop.IsCancellationRequested)
        {
            if (!ReferenceEquals(subscribed, _topics) && !subscribed.SequenceEqual(_topics))
            {
                consumer.Subscribe(_topics);
            }

            subscribed = _topics;
            TryConsume(consumer);
            StorePositions(consumer);
            if (!IsAwake)
            {
                KafkaLog.GroupLeft(_logger, "this process stood still for longer than the session");
                _shares.GiveUpAll();
                return;
            }

            Interlocked.Exchange(ref _heardAt, Environment.TickCount64);
        }
    }

    private void TryConsume(IConsumer<byte[]?, byte[]?> consumer)
    {
        try
        {
            // Assigned partitions are read from their end and paused, so what comes here is at most what was on its way.
            _ = consumer.Consume(Turn);
            var unpaused = consumer.Assignment.Where(partition => !_paused.Contains(partition)).ToList();
            if (unpaused.Count > 0)
            {
                consumer.Pause(unpaused);
                _paused.UnionWith(unpaused);
            }
        }
        catch (ConsumeException exception) when (!exception.Error.IsFatal)
        {
            KafkaLog.GroupDisturbed(_logger, KafkaErrors.ReasonOf(exception));
        }
    }

    private void StorePositions(IConsumer<byte[]?, byte[]?> consumer)
    {
        foreach (var (partition, _) in _positions)
        {
            if (_positions.TryRemove(partition, out var position) && _paused.Contains(partition))
            {
                consumer.StoreOffset(new TopicPartitionOffset(partition, position));
            }
        }
    }

    private IEnumerable<TopicPartitionOffset> Assigned(IConsumer<byte[]?, byte[]?> consumer, List<TopicPartition> partitions)
    {
        partitions.ForEach(partition => _shares.Take(partition.Topic, partition.Partition.Value, () => IsAwake));
        Tell(KafkaLog.PartitionsTaken, partitions);
        return partitions.ConvertAll(static partition => new TopicPartitionOffset(partition, Offset.End));
    }

    private void Revoked(IConsumer<byte[]?, byte[]?> consumer, List<TopicPartitionOffset> offsets)
    {
        var partitions = offsets.ConvertAll(static offset => offset.TopicPartition);
        _paused.ExceptWith(partitions);
        var ends = Task.WhenAll(partitions.ConvertAll(partition => _shares.GiveUp(partition.Topic, partition.Partition.Value)));

        // Others wait for these partitions, so not for ever: who writes after that is refused by the stores.
        var limit = Environment.TickCount64 + (long)_options.SessionTimeout.TotalMilliseconds;
        while (!ends.IsCompleted && Environment.TickCount64 < limit && IsAwake)
        {
            Interlocked.Exchange(ref _heardAt, Environment.TickCount64);
            ((IAsyncResult)ends).AsyncWaitHandle.WaitOne(TimeSpan.FromMilliseconds(10));
        }

        Tell(KafkaLog.PartitionsGivenUp, partitions);
    }

    private void Lost(IConsumer<byte[]?, byte[]?> consumer, List<TopicPartitionOffset> offsets)
    {
        var partitions = offsets.ConvertAll(static offset => offset.TopicPartition);
        _paused.ExceptWith(partitions);
        partitions.ForEach(partition => _ = _shares.GiveUp(partition.Topic, partition.Partition.Value));
        Tell(KafkaLog.PartitionsLost, partitions);
    }

    // A rebalance tells every member something, also that nothing comes or goes.
    private void Tell(Action<ILogger, string> log, List<TopicPartition> partitions)
    {
        if (partitions.Count > 0)
        {
            log(_logger, Describe(partitions));
        }
    }

    private static string Describe(List<TopicPartition> partitions)
        => string.Join(", ", partitions.GroupBy(static partition => partition.Topic).Select(static topic => $"{topic.Key} {string.Join(' ', topic.Select(static partition => partition.Partition.Value).Order())}"));
}
