using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Conformance.ExternalTopics;
using Ingestion.Kafka.Tests.Servers;
using Ingestion.Kafka.Topics;
using Ingestion.Model;
using Ingestion.Ports;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Ingestion.Kafka.Tests.Topics;

public sealed class KafkaTopicsConformanceTests(SharedBroker broker) : ExternalTopicsConformance, IDisposable
{
    private ExternalTopics? _topics;
    private IProducer<byte[]?, byte[]?>? _producer;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IProducer<byte[]?, byte[]?> Producer => _producer ?? throw new InvalidOperationException("The topics are not open.");

    public void Dispose()
    {
        _producer?.Dispose();
        _topics?.Dispose();
    }

    [Fact]
    public void Connections_LogOnKafka_HasItsBrokersAsDefaultUnlessDeclared()
    {
        var log = new KafkaEventLogOptions { BootstrapServers = "log:9092,other:9092" };
        using var topics = new ExternalTopics(Options.Create(new KafkaConnectionsOptions()), log, NullLogger<ExternalTopics>.Instance);
        Assert.Equal(["default"], topics.Connections);
        Assert.Equal("log:9092", topics.AddressOf(SourceTopic.DefaultConnection));

        var declared = new KafkaConnectionsOptions();
        declared.Connections.Add("default", new KafkaConnection { BootstrapServers = "shop:9092" });
        using var others = new ExternalTopics(Options.Create(declared), log, NullLogger<ExternalTopics>.Instance);
        Assert.Equal("shop:9092", others.AddressOf(SourceTopic.DefaultConnection));
    }

    [Fact]
    public async Task Read_RecordDeletedByTheBroker_SaysThatItIsNotKept()
    {
        var (topics, connection) = await OpenAsync();
        var place = new TopicPlace(await MakeTopicAsync(1), 0);
        await AppendAsync(place, Record("k", "0"), Record("k", "1"), Record("k", "2"));
        using var admin = new DependentAdminClientBuilder(Producer.Handle).Build();
        await admin.DeleteRecordsAsync([new TopicPartitionOffset(place.Topic, place.Partition, 2)]);

        Assert.Equal(new TopicExtent(2, 3), await topics.GetExtentAsync(connection, place, Token));
        using var reader = topics.Open(connection, place, 0);
        var gone = await Assert.ThrowsAsync<IngestionException>(async () => await ReadUntilItFailsAsync(reader));
        Assert.Equal(IngestionErrorCode.TopicUnavailable, gone.ErrorCode);
        Assert.Contains("offset '0'", gone.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_AbortedTransaction_IsPassedOver()
    {
        var (topics, connection) = await OpenAsync();
        var place = new TopicPlace(await MakeTopicAsync(1), 0);
        using var producer = new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig { BootstrapServers = await broker.AddressAsync(), TransactionalId = place.Topic }).Build();
        producer.InitTransactions(TimeSpan.FromSeconds(30));
        producer.BeginTransaction();
        await producer.ProduceAsync(new TopicPartition(place.Topic, 0), new Message<byte[]?, byte[]?> { Value = "no"u8.ToArray() }, Token);
        producer.AbortTransaction();
        producer.BeginTransaction();
        await producer.ProduceAsync(new TopicPartition(place.Topic, 0), new Message<byte[]?, byte[]?> { Value = "yes"u8.ToArray() }, Token);
        producer.CommitTransaction();

        using var reader = topics.Open(connection, place, 0);
        var batch = await reader.ReadAsync(10, 1_000, TimeSpan.FromSeconds(30), Token);
        Assert.Equal("yes", TestKafkaLog.Text(Assert.Single(batch.Records).Value));

        // The end of the transaction is no record, and nothing waits behind it.
        var rest = await reader.ReadAsync(10, 1_000, TimeSpan.FromSeconds(1), Token);
        Assert.Empty(rest.Records);
        Assert.Equal(rest.End, rest.Next);
        Assert.Equal((await topics.GetExtentAsync(connection, place, Token)).End, rest.Next);
    }

    [Fact]
    public async Task Send_RecordTooLargeForTheTopic_ArrivesWithItsBeginningAndLength()
    {
        var (topics, connection) = await OpenAsync();
        var topic = await MakeTopicAsync(1);
        var value = new byte[3_000_000];
        new Random(1).NextBytes(value);

        await topics.SendAsync(connection, topic, [new DeadLetter(null, value, [new("theirs", new byte[10]), new("catalog.rule", "malformed"u8.ToArray())])], Token);

        var sent = Assert.Single(await ReadSentAsync(topic));
        Assert.InRange(sent.Value!.Value.Length, 400_000, 600_000);
        Assert.Equal(value[..sent.Value.Value.Length], sent.Value.Value.ToArray());
        Assert.Equal("3000000", TestKafkaLog.Text(sent.Headers.Single(static header => header.Name == "catalog.length").Value));
    }

    [Fact]
    public async Task Send_ToAMissingTopic_SaysSo()
    {
        var (topics, connection) = await OpenAsync();
        var name = await MakeTopicAsync(1) + "-missing";

        var missing = await Assert.ThrowsAsync<IngestionException>(async () => await topics.SendAsync(connection, name, [new DeadLetter(null, null, [])], Token));

        Assert.Equal(IngestionErrorCode.TopicUnavailable, missing.ErrorCode);
    }

    protected override async Task<(IExternalTopics Topics, string Connection)> OpenAsync()
    {
        var options = new KafkaConnectionsOptions();
        options.Connections.Add("test", new KafkaConnection { BootstrapServers = await broker.AddressAsync() });
        _topics = new ExternalTopics(Options.Create(options), log: null, NullLogger<ExternalTopics>.Instance);
        KafkaLibrary.Require();
        _producer = new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig { BootstrapServers = await broker.AddressAsync() }).Build();
        return (_topics, "test");
    }

    protected override async Task<string> MakeTopicAsync(int partitions)
    {
        var name = $"t{Guid.NewGuid():N}";
        using var admin = new DependentAdminClientBuilder(Producer.Handle).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = name, NumPartitions = partitions, ReplicationFactor = 1 }]);
        while (admin.GetMetadata(name, TimeSpan.FromSeconds(10)).Topics[0].Partitions.Count(static partition => partition.Leader >= 0) < partitions)
        {
            await Task.Delay(20, Token);
        }

        return name;
    }

    protected override async Task AppendAsync(TopicPlace place, params FeedRecord[] records)
    {
        foreach (var record in records)
        {
            var headers = new Headers();
            foreach (var header in record.Headers)
            {
                headers.Add(header.Name, header.Value?.ToArray());
            }

            await Producer.ProduceAsync(
                new TopicPartition(place.Topic, place.Partition), new Message<byte[]?, byte[]?> { Key = record.Key?.ToArray(), Value = record.Value?.ToArray(), Headers = headers }, Token);
        }
    }

    protected override async Task<IReadOnlyList<DeadLetter>> ReadSentAsync(string topic)
    {
        var (topics, connection) = (_topics!, "test"); // Whoever sent has opened them.
        using var reader = topics.Open(connection, new TopicPlace(topic, 0), 0);
        var letters = new List<DeadLetter>();
        while (await reader.ReadAsync(100, 10_000_000, TimeSpan.FromSeconds(letters.Count == 0 ? 30 : 1), Token) is { Records.Count: > 0 } batch)
        {
            letters.AddRange(batch.Records.Select(static record => new DeadLetter(record.Key, record.Value, record.Headers)));
        }

        return letters;
    }

    private static async Task ReadUntilItFailsAsync(ITopicReader reader)
    {
        while (true)
        {
            await reader.ReadAsync(10, 1_000, TimeSpan.FromSeconds(1), Token);
        }
    }
}
