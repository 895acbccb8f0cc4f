using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace EndToEnd.Tests.Topics;

/// <summary>What the tests do on a broker themselves: make topics, produce, and read what is there.</summary>
internal sealed class TopicBroker : IDisposable
{
    private readonly string _address;
    private readonly IProducer<byte[]?, byte[]?> _producer;
    private readonly IAdminClient _admin;

    static TopicBroker() => NativeLibrary.SetDllImportResolver(typeof(Library).Assembly, Resolve);

    internal TopicBroker(string address)
    {
        _address = address;
        _ = Library.Version;
        _producer = new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig { BootstrapServers = address, EnableIdempotence = true, MessageMaxBytes = 10_000_000 })
            .SetLogHandler(static (_, _) => { }).Build();
        _admin = new DependentAdminClientBuilder(_producer.Handle).Build();
    }

    internal async Task MakeAsync(string topic, int partitions)
    {
        await _admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = partitions, ReplicationFactor = 1, Configs = new() { ["max.message.bytes"] = "10000000" } }]);
    }

    internal Task AddPartitionsAsync(string topic, int partitions) => _admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = topic, IncreaseTo = partitions }]);

    /// <summary>Hands a record to the client; <see cref="Flush"/> waits for the broker.</summary>
    internal void Produce(string topic, int partition, byte[]? key, byte[]? value)
        => _producer.Produce(new TopicPartition(topic, partition), new Message<byte[]?, byte[]?> { Key = key, Value = value, Headers = [new Header("trace", "t1"u8.ToArray())] });

    internal void Flush() => Assert.Equal(0, _producer.Flush(TimeSpan.FromMinutes(2)));

    /// <summary>All committed records of a topic, until nothing comes for a while.</summary>
    internal List<ConsumeResult<byte[]?, byte[]?>> ReadAll(string topic)
    {
        using var consumer = new ConsumerBuilder<byte[]?, byte[]?>(new ConsumerConfig
        {
            BootstrapServers = _address, GroupId = "test", EnableAutoCommit = false, AutoOffsetReset = AutoOffsetReset.Earliest, IsolationLevel = IsolationLevel.ReadCommitted, EnablePartitionEof = true,
        }).SetLogHandler(static (_, _) => { }).Build();
        consumer.Assign(new TopicPartitionOffset(topic, 0, Offset.Beginning));
        var records = new List<ConsumeResult<byte[]?, byte[]?>>();
        while (consumer.Consume(TimeSpan.FromSeconds(30)) is { IsPartitionEOF: false } record)
        {
            records.Add(record);
        }

        return records;
    }

    internal static string Header(ConsumeResult<byte[]?, byte[]?> record, string name)
        => record.Message.Headers.TryGetLastBytes(name, out var value) ? Encoding.UTF8.GetString(value) : string.Empty;

    internal static long Number(ConsumeResult<byte[]?, byte[]?> record, string name) => long.Parse(Header(record, name), CultureInfo.InvariantCulture);

    public void Dispose()
    {
        _admin.Dispose();
        _producer.Dispose();
    }

    // As the product itself does: the library of the system.
    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
        => name.Contains("rdkafka", StringComparison.Ordinal) && NativeLibrary.TryLoad("librdkafka.so.1", out var handle) ? handle : 0;
}
