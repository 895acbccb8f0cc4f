using System.Diagnostics;
using Confluent.Kafka;

namespace Ingestion.Kafka.Tests.Servers;

/// <summary>Reads topics as those do who see only what is committed.</summary>
internal static class CommittedRecords
{
    // Twice as long as an open transaction of a process that died may hold up what lies behind it, and then some.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>
    /// All records of partition 0 of a topic. The end of what can be read is not that of the topic while a transaction is open, so what is there at the call is asked for first, open transactions
    /// included, and waited for.
    /// </summary>
    internal static List<ConsumeResult<byte[]?, byte[]?>> ReadAll(string address, string topic)
    {
        var partition = new TopicPartition(topic, 0);
        var end = EndOf(address, partition);
        using var consumer = Open(address, IsolationLevel.ReadCommitted);
        consumer.Assign(new TopicPartitionOffset(partition, Offset.Beginning));
        var records = new List<ConsumeResult<byte[]?, byte[]?>>();
        var watch = Stopwatch.StartNew();
        for (var next = 0L; next < end;)
        {
            Assert.True(watch.Elapsed < Patience, $"Topic '{topic}' has records up to {end}, but can be read up to {next} only: a transaction is open there.");
            if (consumer.Consume(TimeSpan.FromSeconds(1)) is not { } result)
            {
                continue;
            }

            next = result.IsPartitionEOF ? result.Offset.Value : result.Offset.Value + 1;
            if (!result.IsPartitionEOF)
            {
                records.Add(result);
            }
        }

        return records;
    }

    private static long EndOf(string address, TopicPartition partition)
    {
        using var consumer = Open(address, IsolationLevel.ReadUncommitted);
        return consumer.QueryWatermarkOffsets(partition, TimeSpan.FromSeconds(30)).High.Value;
    }

    private static IConsumer<byte[]?, byte[]?> Open(string address, IsolationLevel isolation) => new ConsumerBuilder<byte[]?, byte[]?>(new ConsumerConfig
    {
        BootstrapServers = address,
        GroupId = "test",
        EnableAutoCommit = false,
        AutoOffsetReset = AutoOffsetReset.Earliest,
        IsolationLevel = isolation,
        EnablePartitionEof = true,
        AllowAutoCreateTopics = false,
    }).SetLogHandler(static (_, _) => { }).Build();
}
