using Catalog.Core.Values;
using Confluent.Kafka;
using Ingestion.Kafka.Reading;
using Ingestion.Kafka.Topics;
using Ingestion.Kafka.Writing;
using Ingestion.Logs;
using Ingestion.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Ingestion.Kafka;

/// <summary>
/// The event log on Kafka. A batch is a transaction; with it goes the producer's mark, into a compacted topic. Arrival times are those of the brokers (<c>LogAppendTime</c>), in milliseconds.
/// Offsets have gaps where the brokers keep the ends of transactions. A process that dies in the middle of an append holds up the readers of the topic until it comes back, 20 seconds at most.
/// </summary>
internal sealed class KafkaEventLog : IEventLog, IAsyncDisposable
{
    private readonly KafkaEventLogOptions _options;
    private readonly TopicCatalog _catalog;
    private readonly Follower _follower;
    private readonly KafkaTopics _topics;
    private readonly EventReaderPool _readers;
    private readonly MarkStore _marks;
    private readonly SharedAppenders _shared;
    private readonly OwnedProducers _owned;
    private readonly Barriers _barriers;
    private readonly EventCounts _counts;
    private int _disposed;

    public KafkaEventLog(IOptions<KafkaEventLogOptions> options, ILogger<KafkaEventLog> logger)
    {
        _options = options.Value;
        var clients = new KafkaClients(_options, logger);
        _catalog = new TopicCatalog(_options, clients, logger);
        _follower = new Follower(clients, logger);
        _topics = new KafkaTopics(_options, _catalog, clients, _follower, logger);
        _readers = new EventReaderPool(_options, clients);
        _marks = new MarkStore(_options, _catalog, _follower);
        _shared = new SharedAppenders(_options, clients, logger);
        _owned = new OwnedProducers(_options, clients, _catalog, _marks, logger);
        _barriers = new Barriers(clients);
        _counts = new EventCounts(_options, clients, _catalog, _marks);
    }

    public async ValueTask EnsureTopicAsync(string topic, int partitions, CancellationToken cancellationToken)
    {
        LogRequests.CheckNewTopic(topic, partitions);
        await _catalog.EnsureAsync(topic, partitions, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<int> GetPartitionCountAsync(string topic, CancellationToken cancellationToken) => _catalog.CountPartitionsAsync(topic, cancellationToken);

    public async ValueTask<IReadOnlyList<LogPosition>> AppendAsync(string topic, AppendBatch batch, CancellationToken cancellationToken)
    {
        var found = await _topics.GetAsync(topic, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        LogRequests.CheckMark(batch);
        CheckSize(topic, batch);
        var letters = _options.DeadLetters ? batch.DeadLetters : [];
        if (batch.Events.Count == 0 && batch.Producer is null && letters.Count == 0)
        {
            return [];
        }

        if (batch.Producer is not null)
        {
            await _marks.OpenAsync(cancellationToken).ConfigureAwait(false);
        }

        var prepared = Prepare(topic, found, batch, letters.Count == 0 ? null : await _catalog.EnsureDeadLettersAsync(topic, cancellationToken).ConfigureAwait(false));

        // From here on the append is not called off: whether it was written would be unknown.
        var positions = batch.Producer is { } producer && !MarkStore.IsPush(producer)
            ? await _owned.AppendAsync(topic, producer, batch.Mark.ToArray(), prepared, CancellationToken.None).ConfigureAwait(false)
            : await _shared.AppendAsync(topic, prepared, CancellationToken.None).ConfigureAwait(false);
        await WaitUntilReadableAsync(found, positions).ConfigureAwait(false);
        return positions;
    }

    public async ValueTask<ReadOnlyMemory<byte>?> GetProducerMarkAsync(string topic, string producer, CancellationToken cancellationToken)
    {
        var found = await _topics.GetAsync(topic, cancellationToken).ConfigureAwait(false);
        if (!MarkStore.IsPush(producer))
        {
            return await _owned.TakeOverAsync(topic, producer, cancellationToken).ConfigureAwait(false);
        }

        await _shared.DecideAsync(topic, cancellationToken).ConfigureAwait(false);
        var marks = _marks.PartitionOf(producer);
        return await _marks.GetAsync(
            topic,
            producer,
            async () =>
            {
                var letters = await _catalog.FindHeldUpDeadLettersAsync(topic, cancellationToken).ConfigureAwait(false);
                await _shared.EndLeftoversAsync(topic, [.. found.AllPartitions, marks, .. letters], cancellationToken).ConfigureAwait(false);
            },
            async end =>
            {
                if (await _catalog.FindOpenTransactionAsync(marks, end, cancellationToken).ConfigureAwait(false) is { } from)
                {
                    throw KafkaErrors.HeldUp(topic, marks, from);
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<LogRecord>> ReadAsync(string topic, int partition, long offset, int maxRecords, CancellationToken cancellationToken)
    {
        var found = await _topics.GetAsync(topic, cancellationToken).ConfigureAwait(false);
        LogRequests.CheckOffset(offset);
        LogRequests.CheckMaxRecords(maxRecords);
        var tail = found.Tail(partition);
        return tail.TryRead(offset, maxRecords, _options.MaxReadBytes)
            ?? await _readers.ReadAsync(found.PartitionOf(partition), offset, tail.End, maxRecords, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask WaitForAsync(string topic, int partition, long offset, CancellationToken cancellationToken)
    {
        var found = await _topics.GetAsync(topic, cancellationToken).ConfigureAwait(false);
        LogRequests.CheckOffset(offset);
        await found.Tail(partition).WaitForEventAsync(offset, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<long> GetEndOffsetAsync(string topic, int partition, CancellationToken cancellationToken)
        => (await _topics.GetAsync(topic, cancellationToken).ConfigureAwait(false)).Tail(partition).End;

    public async ValueTask<long> CountAsync(string topic, CancellationToken cancellationToken)
        => await _counts.CountAsync(await _topics.GetAsync(topic, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<long>> SettleAsync(string topic, Instant arrival, CancellationToken cancellationToken)
    {
        var found = await _topics.GetAsync(topic, cancellationToken).ConfigureAwait(false);
        return await Task.WhenAll(Enumerable.Range(0, found.Partitions).Select(
            partition => _barriers.SettleAsync(found.PartitionOf(partition), found.Tail(partition), arrival, cancellationToken))).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        _counts.Dispose();
        await _follower.DisposeAsync().ConfigureAwait(false);
        _readers.Dispose();
        _shared.Dispose();
        _owned.Dispose();
        _barriers.Dispose();
        _marks.Dispose();
        _topics.Dispose();
        _catalog.Dispose();
    }

    private TransactionBatch Prepare(string topic, KafkaTopic found, AppendBatch batch, string? deadLetters)
    {
        (TopicPartition, Message<byte[]?, byte[]?>)? mark = batch.Producer is { } producer
            ? (_marks.PartitionOf(producer), MarkRecord.Encode(topic, producer, batch.Mark.Span))
            : null;
        var more = deadLetters is null ? [] : batch.DeadLetters.Select(letter => (new TopicPartition(deadLetters, 0), DeadLetterRecord.Encode(letter, _options.MaxEventBytes)));
        return new TransactionBatch(found.Name, found.Partitions, batch, mark is { } record ? [.. more, record] : [.. more]);
    }

    private void CheckSize(string topic, AppendBatch batch)
    {
        long total = 0;
        foreach (var item in batch.Events)
        {
            var bytes = (long)item.Key.Length + item.Payload.Length;
            total += bytes;
            if (bytes > _options.MaxEventBytes)
            {
                throw KafkaErrors.RecordTooLarge(topic, bytes, _options.MaxEventBytes);
            }
        }

        if (total > _options.MaxBatchBytes)
        {
            throw LogRequests.BatchTooLarge(topic, total, _options.MaxBatchBytes, $"{KafkaEventLogOptions.Section}:{nameof(KafkaEventLogOptions.MaxBatchBytes)}");
        }
    }

    /// <summary>An append counts as done when this process can read it. It is durable before, so a reader that cannot follow does not make it fail.</summary>
    private async Task WaitUntilReadableAsync(KafkaTopic topic, LogPosition[] positions)
    {
        var last = new long[topic.Partitions];
        foreach (var position in positions)
        {
            last[position.Partition] = Math.Max(last[position.Partition], position.Offset + 1);
        }

        using var limit = new CancellationTokenSource(_options.Timeout);
        try
        {
            for (var partition = 0; partition < last.Length; partition++)
            {
                await topic.Tail(partition).WaitForPositionAsync(last[partition], limit.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // It is read when the brokers answer again.
        }
    }
}
