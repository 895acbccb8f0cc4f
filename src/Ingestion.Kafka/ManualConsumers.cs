using Confluent.Kafka;

namespace Ingestion.Kafka;

/// <summary>Settings of consumers that are told where to read, see only what is committed, and report the ends of partitions.</summary>
internal static class ManualConsumers
{
    /// <summary>Settings on top of those of the connection.</summary>
    /// <param name="connection">How to reach the brokers.</param>
    /// <param name="group">Required by the client; nothing is ever joined or committed.</param>
    /// <param name="reset">Where to go on when the place asked for is not there.</param>
    /// <param name="queueKilobytes">The most that is fetched ahead.</param>
    public static ConsumerConfig Settings(ClientConfig connection, string group, AutoOffsetReset reset, int queueKilobytes) => new(connection)
    {
        GroupId = group,
        EnableAutoCommit = false,
        EnableAutoOffsetStore = false,
        AutoOffsetReset = reset,
        IsolationLevel = IsolationLevel.ReadCommitted,
        EnablePartitionEof = true,
        AllowAutoCreateTopics = false,
        CheckCrcs = true,
        FetchWaitMaxMs = 100,

        // A full queue makes the client pause for a second, so it is bounded by bytes only.
        QueuedMinMessages = 10_000_000,
        QueuedMaxMessagesKbytes = queueKilobytes,
        FetchErrorBackoffMs = 50,
    };
}
