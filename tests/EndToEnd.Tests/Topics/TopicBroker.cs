using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Ingestion.Kafka.Tests.Servers;

namespace EndToEnd.Tests.Topics;

/// <summary>What the tests do on a broker themselves: make topics, produce, and read what is there.</summary>
internal sealed class TopicBroker : IAsyncDisposable
{
    private readonly string _address;
    private readonly IProducer<byte[]?, byte[]?> _producer;
    private readonly CancellationTokenSource _ending = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private Task _producing = Task.CompletedTask;

    static TopicBroker() => NativeLibrary.SetDllImportResolver(typeof(Library).Assembly, Resolve);

    internal TopicBroker(string address)
    {
        _address = address;
        _ = Library.Version;
        _producer = new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig { BootstrapServers = address, EnableIdempotence = true, MessageMaxBytes = 10_000_000 })
            .SetLogHandler(static (_, _) => { }).Build();
    }

    internal async Task MakeAsync(string topic, int partitions)
    {
        // One over the producer's connections would keep a core busy for as long as it lives.
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = _address }).SetLogHandler(static (_, _) => { }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = partitions, ReplicationFactor = 1, Configs = new() { ["max.message.bytes"] = "10000000" } }]);
    }

    /// <summary>Hands a record to the client; <see cref="Flush"/> waits for the broker.</summary>
    internal void Produce(string topic, int partition, byte[]? key, byte[]? value)
        => _producer.Produce(new TopicPartition(topic, partition), new Message<byte[]?, byte[]?> { Key = key, Value = value, Headers = [new Header("trace", "t1"u8.ToArray())] });

    internal void Flush(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        _producer.Flush(limit.Token);
    }

    /// <summary>
    /// Produces beside the test, and is cancelled where that fails meanwhile: a client that is disposed while another thread is within it ends the process of the tests.
    /// </summary>
    internal Task ProduceMeanwhile(Action<CancellationToken> produce) => _producing = Task.Run(() => produce(_ending.Token), _ending.Token);

    /// <summary>All committed records of a topic of one partition.</summary>
    internal List<ConsumeResult<byte[]?, byte[]?>> ReadAll(string topic) => CommittedRecords.ReadAll(_address, topic);

    internal static string Header(ConsumeResult<byte[]?, byte[]?> record, string name)
        => record.Message.Headers.TryGetLastBytes(name, out var value) ? Encoding.UTF8.GetString(value) : string.Empty;

    internal static long Number(ConsumeResult<byte[]?, byte[]?> record, string name) => long.Parse(Header(record, name), CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _producing.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        _producer.Dispose();
        _ending.Dispose();
    }

    // As the product itself does: the library of the system.
    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
        => name.Contains("rdkafka", StringComparison.Ordinal) && NativeLibrary.TryLoad("librdkafka.so.1", out var handle) ? handle : 0;
}
