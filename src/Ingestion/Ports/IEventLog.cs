namespace Ingestion.Ports;

/// <summary>
/// A durable, ordered log of events in topics and partitions: an embedded one, or Kafka. One topic belongs to each source. Offsets of a partition rise from 0;
/// those of the embedded log have no gaps, those of other logs may. Thread-safe. Methods throw <see cref="IngestionException"/> with
/// <see cref="IngestionErrorCode.EventLogUnavailable"/>, <see cref="IngestionErrorCode.CorruptLog"/>, <see cref="IngestionErrorCode.InvalidRequest"/> (a topic or partition that
/// does not exist, a negative offset) or <see cref="IngestionErrorCode.TooLarge"/> (a batch or mark).
/// </summary>
public interface IEventLog
{
    /// <summary>Makes the topic if it does not exist; the number of partitions of an existing topic is left as it is.</summary>
    ValueTask EnsureTopicAsync(string topic, int partitions, CancellationToken cancellationToken);

    /// <summary>Number of partitions of the topic; 0 when it does not exist.</summary>
    ValueTask<int> GetPartitionCountAsync(string topic, CancellationToken cancellationToken);

    /// <summary>
    /// Appends events, all or none, in order. When the task ends they survive a crash of the process and of the machine. The partition of an event follows from
    /// its key: equal keys meet in one partition; an empty key goes to partition 0.
    /// </summary>
    /// <param name="topic">An existing topic.</param>
    /// <param name="batch">The events and the producer's mark, which becomes durable with them. A batch may carry a mark and no event.</param>
    /// <param name="cancellationToken">Cancels before anything is written.</param>
    /// <returns>Of each partition that got events the position of the last one, by partition. Events of other appends may lie between those of one.</returns>
    ValueTask<IReadOnlyList<LogPosition>> AppendAsync(string topic, AppendBatch batch, CancellationToken cancellationToken);

    /// <summary>
    /// The newest mark that this producer wrote into the topic; null when there is none. This is how a producer goes on after a crash without a repeat or a gap. Of the
    /// producers that begin with <see cref="ProducerNames.PushPrefix"/> only the newest are remembered; how many, or how long, is a setting of the log.
    /// </summary>
    ValueTask<ReadOnlyMemory<byte>?> GetProducerMarkAsync(string topic, string producer, CancellationToken cancellationToken);

    /// <summary>
    /// Reads events from an offset on, in order: at least one and at most <paramref name="maxRecords"/>, fewer when they are large; empty at the end of the log and behind it.
    /// An event is visible once it is durable.
    /// </summary>
    ValueTask<IReadOnlyList<LogRecord>> ReadAsync(string topic, int partition, long offset, int maxRecords, CancellationToken cancellationToken);

    /// <summary>Completes when an event at <paramref name="offset"/> or later exists.</summary>
    ValueTask WaitForAsync(string topic, int partition, long offset, CancellationToken cancellationToken);

    /// <summary>One past the offset of the newest event that can be read; 0 when there is none.</summary>
    ValueTask<long> GetEndOffsetAsync(string topic, int partition, CancellationToken cancellationToken);

    /// <summary>
    /// Number of events of the topic, over its partitions: what was appended and can be read, or could once. A log that does not know it at once reads its events for it, which may take minutes and goes on when
    /// the caller gives up.
    /// </summary>
    ValueTask<long> CountAsync(string topic, CancellationToken cancellationToken);

    /// <summary>
    /// Fixes what had arrived by a moment. For each partition an offset: every event whose arrival time is not after <paramref name="arrival"/> lies before it and can be read, and whatever
    /// is appended from now on arrives strictly later. A moment that is still to come moves the arrival times of what follows behind it, or is waited for.
    /// </summary>
    /// <param name="topic">An existing topic.</param>
    /// <param name="arrival">The moment.</param>
    /// <param name="cancellationToken">Cancels the wait; what comes then may arrive at or before the moment.</param>
    /// <returns>The offsets, by partition.</returns>
    ValueTask<IReadOnlyList<long>> SettleAsync(string topic, Catalog.Core.Values.Instant arrival, CancellationToken cancellationToken);
}

/// <summary>Events to append, with the mark of who appends them.</summary>
/// <param name="Events">In order; may be empty.</param>
/// <param name="Producer">Name of the producer, for example a file's fingerprint or an idempotency key; null appends without a mark.</param>
/// <param name="Mark">What the producer needs to know after a crash; opaque to the log, at most 64 KiB.</param>
public sealed record AppendBatch(IReadOnlyList<NewLogEvent> Events, string? Producer = null, ReadOnlyMemory<byte> Mark = default)
{
    /// <summary>
    /// Refused records that belong to the batch. A log that keeps a topic of refused records beside each topic writes them there, in one with the events and the mark; others pass over them.
    /// </summary>
    public IReadOnlyList<DeadLetter> DeadLetters { get; init; } = [];
}

/// <summary>One event to append.</summary>
/// <param name="Key">Decides the partition.</param>
/// <param name="Payload">The encoded event.</param>
public readonly record struct NewLogEvent(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Payload);

/// <summary>Where an event stands.</summary>
/// <param name="Partition">Partition from 0.</param>
/// <param name="Offset">Offset in the partition.</param>
public readonly record struct LogPosition(int Partition, long Offset);

/// <summary>One stored event.</summary>
/// <param name="Offset">Offset in the partition: the sequence of the event.</param>
/// <param name="ArrivalTime">When it was appended; never before that of the event in front of it.</param>
/// <param name="Key">As appended.</param>
/// <param name="Payload">As appended; valid as long as the record is referenced.</param>
public readonly record struct LogRecord(long Offset, Catalog.Core.Values.Instant ArrivalTime, ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Payload);
