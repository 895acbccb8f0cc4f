using System.Buffers.Binary;
using System.Collections.Concurrent;
using Confluent.Kafka;
using Ingestion.Kafka.Writing;

namespace Ingestion.Kafka.Reading;

/// <summary>
/// Counts the events of topics. Offsets do not tell: the ends of transactions, records of settled moments and what was called off take some, too. What stands before the follower's start is read once; how far it
/// was read, and how many there were, is written beside the marks, so that no process reads it again. It is a fact of the log, so any process may write it. Thread-safe.
/// </summary>
internal sealed class EventCounts : IDisposable
{
    /// <summary>Events after which the count is written again; about as many are read at most when a process starts.</summary>
    internal const long Step = 100_000;

    private readonly KafkaEventLogOptions _options;
    private readonly KafkaClients _clients;
    private readonly TopicCatalog _catalog;
    private readonly MarkStore _marks;
    private readonly ConcurrentDictionary<TopicPartition, PartitionCount> _counts = [];
    private readonly Lazy<IProducer<byte[]?, byte[]?>> _producer;
    private readonly CancellationTokenSource _stop = new();
    private int _disposed;

    public EventCounts(KafkaEventLogOptions options, KafkaClients clients, TopicCatalog catalog, MarkStore marks)
    {
        (_options, _clients, _catalog, _marks) = (options, clients, catalog, marks);
        _producer = new(clients.PlainProducer);
    }

    /// <summary>Events of a topic that were committed, those that were deleted for their age included as far as they were counted before.</summary>
    public async Task<long> CountAsync(KafkaTopic topic, CancellationToken cancellationToken)
    {
        var counts = await Task.WhenAll(Enumerable.Range(0, topic.Partitions).Select(partition => CountAsync(topic, partition, cancellationToken))).ConfigureAwait(false);
        return counts.Sum();
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        _stop.Cancel();
        if (_producer.IsValueCreated)
        {
            _producer.Value.Dispose();
        }

        _stop.Dispose();
    }

    private async Task<long> CountAsync(KafkaTopic topic, int partition, CancellationToken cancellationToken)
    {
        var count = _counts.GetOrAdd(topic.PartitionOf(partition), static _ => new PartitionCount());
        var before = await count.BeforeAsync(() => CountBeforeAsync(topic, partition), cancellationToken).ConfigureAwait(false);
        var (taken, position) = topic.Tail(partition).Taken;
        if (count.IsDue(before + taken))
        {
            await WriteAsync(topic, partition, new Known(position, before + taken), cancellationToken).ConfigureAwait(false);
        }

        return before + taken;
    }

    /// <summary>Events before the start of the follower. Whoever gives up waiting does not stop it.</summary>
    private async Task<(long Events, long Written)> CountBeforeAsync(KafkaTopic topic, int partition)
    {
        var end = topic.Tail(partition).Start;
        var known = Known.Read(await _marks.GetReadableAsync(topic.Topic, ProducerOf(partition), _stop.Token).ConfigureAwait(false));
        if (known.Position > end)
        {
            // The topic was made again under its name.
            known = default;
        }

        var low = (await _catalog.QueryWatermarksAsync(topic.PartitionOf(partition), _stop.Token).ConfigureAwait(false)).Low.Value;
        var from = Math.Max(known.Position, low);
        if (from >= end)
        {
            return (known.Events, known.Events);
        }

        var found = await Task.Run(
            () =>
            {
                using var reader = new PositionedReader(_options, _clients);
                return reader.Count(topic.PartitionOf(partition), from, end, _stop.Token);
            },
            _stop.Token).ConfigureAwait(false);
        return (known.Events + found, known.Events);
    }

    private async Task WriteAsync(KafkaTopic topic, int partition, Known known, CancellationToken cancellationToken)
    {
        var producer = ProducerOf(partition);
        try
        {
            await _producer.Value.ProduceAsync(_marks.PartitionOf(producer), MarkRecord.Encode(topic.Topic, producer, known.ToBytes()), cancellationToken).ConfigureAwait(false);
        }
        catch (KafkaException)
        {
            // The count stands; it is written at the next step, or counted again.
        }
    }

    private static string ProducerOf(int partition) => FormattableString.Invariant($"event-count:{partition}");

    /// <summary>What was counted: so many events before a position.</summary>
    private readonly record struct Known(long Position, long Events)
    {
        public static Known Read(ReadOnlyMemory<byte>? mark)
            => mark is { Length: 16 } bytes ? new(BinaryPrimitives.ReadInt64LittleEndian(bytes.Span), BinaryPrimitives.ReadInt64LittleEndian(bytes.Span[8..])) : default;

        public byte[] ToBytes()
        {
            var bytes = new byte[16];
            BinaryPrimitives.WriteInt64LittleEndian(bytes, Position);
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), Events);
            return bytes;
        }
    }

    /// <summary>The count of one partition: begun once for all who ask, and again after a failure. Thread-safe.</summary>
    private sealed class PartitionCount
    {
        private readonly Lock _lock = new();
        private Task<(long Events, long Written)>? _before;
        private long _written;

        public async Task<long> BeforeAsync(Func<Task<(long Events, long Written)>> count, CancellationToken cancellationToken)
        {
            Task<(long Events, long Written)> before;
            lock (_lock)
            {
                if (_before is null or { IsFaulted: true } or { IsCanceled: true })
                {
                    _before = Task.Run(count, CancellationToken.None);
                }

                before = _before;
            }

            var (events, written) = await before.WaitAsync(cancellationToken).ConfigureAwait(false);
            lock (_lock)
            {
                _written = Math.Max(_written, written);
            }

            return events;
        }

        /// <summary>Whether so many should be written; true once for each step.</summary>
        public bool IsDue(long events)
        {
            lock (_lock)
            {
                if (events - _written < Step)
                {
                    return false;
                }

                _written = events;
                return true;
            }
        }
    }
}
