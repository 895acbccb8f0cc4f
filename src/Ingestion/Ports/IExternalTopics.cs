namespace Ingestion.Ports;

/// <summary>
/// Topics of message brokers that the event log is not made of: sources read them, and refused records can be sent to them. Thread-safe. Methods throw <see cref="IngestionException"/> with
/// <see cref="IngestionErrorCode.TopicUnavailable"/> (the brokers are away or refuse, the topic or partition does not exist) or <see cref="IngestionErrorCode.InvalidRequest"/> (there is no such connection).
/// </summary>
public interface IExternalTopics
{
    /// <summary>Names of the connections that are configured, in order.</summary>
    IReadOnlyList<string> Connections { get; }

    /// <summary>Where the brokers of a connection are: the first <c>host:port</c> that is configured, as lineage names them.</summary>
    string AddressOf(string connection);

    /// <summary>Whether the event log keeps the topic for itself, so that nothing else may read or write it.</summary>
    bool IsOfEventLog(string connection, string topic);

    /// <summary>Whether a registry is configured beside the connection, which payloads can name their schemas in. False for connections that do not exist.</summary>
    bool HasSchemaRegistry(string connection);

    /// <summary>Number of partitions of a topic; 0 when it does not exist. A topic is never made by asking for it.</summary>
    Task<int> CountPartitionsAsync(string connection, string topic, CancellationToken cancellationToken);

    /// <summary>Which records of a partition there are right now.</summary>
    Task<TopicExtent> GetExtentAsync(string connection, TopicPlace place, CancellationToken cancellationToken);

    /// <summary>Opens a reader that begins with the first record at <paramref name="offset"/> or later. Connects at its first read.</summary>
    ITopicReader Open(string connection, TopicPlace place, long offset);

    /// <summary>Sends records to a topic, in order. When the task ends the brokers have them all; when it fails they may have some, so that they are sent again.</summary>
    Task SendAsync(string connection, string topic, IReadOnlyList<DeadLetter> records, CancellationToken cancellationToken);
}

/// <summary>Reads the records of one partition in the order of their offsets. Not thread-safe.</summary>
public interface ITopicReader : IDisposable
{
    /// <summary>The next records: what is there, and at least one as soon as there is one. None when none came for a while.</summary>
    /// <param name="maxRecords">Records at most.</param>
    /// <param name="maxBytes">Bytes of keys and payloads after which no further record is taken.</param>
    /// <param name="patience">How long to wait for the first one.</param>
    /// <param name="cancellationToken">Cancels the wait; no record is passed over.</param>
    /// <exception cref="IngestionException">
    /// <see cref="IngestionErrorCode.TopicUnavailable"/>: no broker was heard of meanwhile, or the brokers do not keep the next record any more. The reader is of no more use.
    /// </exception>
    Task<TopicBatch> ReadAsync(int maxRecords, int maxBytes, TimeSpan patience, CancellationToken cancellationToken);
}

/// <summary>A partition of a topic.</summary>
/// <param name="Topic">Name of the topic on the brokers.</param>
/// <param name="Partition">Partition from 0.</param>
public readonly record struct TopicPlace(string Topic, int Partition);

/// <summary>Which records of a partition there are.</summary>
/// <param name="First">Offset of the oldest record that is kept; <paramref name="End"/> when there is none.</param>
/// <param name="End">One past the newest.</param>
public readonly record struct TopicExtent(long First, long End);

/// <summary>What a read gave.</summary>
/// <param name="Records">In the order of their offsets, which may have gaps.</param>
/// <param name="Next">The offset at which the next read goes on; behind the last record where the brokers keep something else there.</param>
/// <param name="End">One past the newest record as far as is known, never before <paramref name="Next"/>.</param>
public sealed record TopicBatch(IReadOnlyList<FeedRecord> Records, long Next, long End);

/// <summary>A refused record on its way to a topic of such.</summary>
/// <param name="Key">As it came; null when it had none.</param>
/// <param name="Value">As it came; null for a tombstone.</param>
/// <param name="Headers">Those that it came with, then those that say why it was refused.</param>
public sealed record DeadLetter(ReadOnlyMemory<byte>? Key, ReadOnlyMemory<byte>? Value, IReadOnlyList<FeedHeader> Headers);
