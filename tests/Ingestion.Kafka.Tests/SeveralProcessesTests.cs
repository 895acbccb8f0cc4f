using System.Text;
using Confluent.Kafka;
using Ingestion.Kafka.Reading;
using Ingestion.Kafka.Tests.Servers;
using Ingestion.Kafka.Writing;
using Ingestion.Ports;
using static Ingestion.Kafka.Tests.TestKafkaLog;

namespace Ingestion.Kafka.Tests;

/// <summary>Several processes over the same brokers, each as a log of its own.</summary>
public sealed class SeveralProcessesTests(SharedBroker broker)
{
    private const string Topic = "orders";

    private readonly string _project = TestKafkaLog.NewProject();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Append_ByAnother_IsSeenAndWaitedForHere()
    {
        await using var one = await OpenAsync("one");
        await using var two = await OpenAsync("two");
        var wait = two.WaitForAsync(Topic, 0, 0, Token).AsTask();

        await one.AppendAsync(Topic, Batch("a"), Token);
        await wait;

        Assert.Equal(["a"], await ReadAsync(two));
    }

    [Fact]
    public async Task Settle_WhileAnotherAppends_MissesNothingThatHadArrived()
    {
        await using var one = await OpenAsync("one");
        await using var two = await OpenAsync("two");
        for (var i = 0; i < 20; i++)
        {
            await one.AppendAsync(Topic, Batch($"{i}"), Token);
            var moment = Catalog.Core.Values.Instant.Now(TimeProvider.System);
            var end = (await two.SettleAsync(Topic, moment, Token))[0];

            Assert.Equal(i + 1, (await two.ReadAsync(Topic, 0, 0, 1000, Token)).Count(record => record.Offset < end));
            Assert.All((await ReadRecordsAsync(two)).Where(record => record.Offset >= end), record => Assert.True(record.ArrivalTime > moment));
        }
    }

    [Fact]
    public async Task Append_AfterTheProducerWasTakenOver_IsFencedAndWritesNothing()
    {
        await using var one = await OpenAsync("one");
        await using var two = await OpenAsync("two");
        Assert.Null(await one.GetProducerMarkAsync(Topic, "file", Token));
        await one.AppendAsync(Topic, Batch("a", "file", "1"), Token);

        Assert.Equal("1", Text(await two.GetProducerMarkAsync(Topic, "file", Token)));
        var fenced = await Assert.ThrowsAsync<IngestionException>(async () => await one.AppendAsync(Topic, Batch("b", "file", "2"), Token));
        await two.AppendAsync(Topic, Batch("c", "file", "3"), Token);
        var still = await Assert.ThrowsAsync<IngestionException>(async () => await one.AppendAsync(Topic, Batch("d", "file", "4"), Token));

        Assert.Equal(IngestionErrorCode.ProducerFenced, fenced.ErrorCode);
        Assert.Equal(IngestionErrorCode.ProducerFenced, still.ErrorCode);
        await AssertReadAsync(["a", "c"], one);
        Assert.Equal("3", Text(await one.GetProducerMarkAsync(Topic, "file", Token)));
        await one.AppendAsync(Topic, Batch("e", "file", "5"), Token);
        await AssertReadAsync(["a", "c", "e"], two);
    }

    [Fact]
    public async Task Append_ConnectionClosedAndProducerUsedElsewhere_IsFenced()
    {
        await using var one = await OpenAsync("one", static options => options.IdleProducers = 1);
        await using var two = await OpenAsync("two");
        await one.AppendAsync(Topic, Batch("a", "file", "1"), Token);
        await one.AppendAsync(Topic, Batch("b", "other", "1"), Token); // Closes the connection of the first.
        Assert.Equal("1", Text(await two.GetProducerMarkAsync(Topic, "file", Token)));
        await two.AppendAsync(Topic, Batch("c", "file", "2"), Token);

        var fenced = await Assert.ThrowsAsync<IngestionException>(async () => await one.AppendAsync(Topic, Batch("d", "file", "2"), Token));

        Assert.Equal(IngestionErrorCode.ProducerFenced, fenced.ErrorCode);
        await AssertReadAsync(["a", "b", "c"], one);
    }

    [Fact]
    public async Task GetProducerMark_OfAPushElsewhere_IsKnownHere()
    {
        await using var one = await OpenAsync("one");
        await using var two = await OpenAsync("two");

        await one.AppendAsync(Topic, Batch("a", ProducerNames.PushPrefix + "key", "1"), Token);

        Assert.Equal("1", Text(await two.GetProducerMarkAsync(Topic, ProducerNames.PushPrefix + "key", Token)));
    }

    [Fact]
    public async Task GetProducerMark_BehindAnOpenTransactionOfAnother_WaitsUntilItIsEnded()
    {
        await using var one = await OpenAsync("one");
        await one.AppendAsync(Topic, Batch("a", "file", "1"), Token);
        using var another = await BeginAsync($"{_project}-another");
        var record = MarkRecord.Encode(Topic, "other", "1"u8);
        await another.ProduceAsync(new TopicPartition($"{_project}-marks", 0), new() { Key = record.Key!, Value = record.Value! }, Token);
        await one.AppendAsync(Topic, Batch("b", "file", "2"), Token);

        var mark = one.GetProducerMarkAsync(Topic, "file", Token).AsTask();
        await Task.WhenAny(mark, Task.Delay(500, Token));
        Assert.False(mark.IsCompleted);
        another.AbortTransaction();

        Assert.Equal("2", Text(await mark));
    }

    [Fact]
    public async Task Open_AfterADeathInTheMiddleOfAnAppend_EndsItAtOnce()
    {
        await using (await OpenAsync("one"))
        {
        }

        await LeaveOpenAsync($"{_project}-one-0");
        await using var watcher = await OpenAsync("two");
        await using var back = await OpenAsync("one");

        await back.AppendAsync(Topic, Batch("after"), Token);
        await watcher.WaitForAsync(Topic, 0, 0, Token);

        Assert.Equal(["after"], await ReadAsync(back));
        Assert.Equal(["after"], await ReadAsync(watcher));
    }

    [Fact]
    public async Task Count_ByAnotherAndAfterACalledOffAppend_IsThatOfTheEvents()
    {
        await using (var one = await OpenAsync("one"))
        {
            await one.AppendAsync(Topic, Batch("a"), Token);
        }

        await LeaveOpenAsync($"{_project}-one-0");
        await using var back = await OpenAsync("one");
        await back.AppendAsync(Topic, Batch("b"), Token); // Calls off what was left open.
        await using var two = await OpenAsync("two");
        await AssertReadAsync(["a", "b"], two);

        Assert.Equal((2, 2), (await back.CountAsync(Topic, Token), await two.CountAsync(Topic, Token)));

        await back.AppendAsync(Topic, Batch("c"), Token);
        await AssertReadAsync(["a", "b", "c"], two);
        Assert.Equal((3, 3), (await back.CountAsync(Topic, Token), await two.CountAsync(Topic, Token)));
    }

    [Fact]
    public async Task Count_OfMany_IsRememberedByTheBrokers()
    {
        await using (var one = await OpenAsync("one"))
        {
            await one.AppendAsync(Topic, new AppendBatch([.. Enumerable.Range(0, (int)EventCounts.Step + 1).Select(static _ => new NewLogEvent(default, new byte[] { 1 }))]), Token);
            Assert.Equal(EventCounts.Step + 1, await one.CountAsync(Topic, Token));
            await one.AppendAsync(Topic, Batch("last"), Token);
        }

        await using var two = await OpenAsync("two");
        Assert.NotNull(await two.GetProducerMarkAsync(Topic, "event-count:0", Token));
        Assert.Equal(EventCounts.Step + 2, await two.CountAsync(Topic, Token));
    }

    [Fact]
    public async Task EnsureTopic_WithTheProducersClock_IsRefused()
    {
        await using var log = TestKafkaLog.Open(await broker.AddressAsync(), _project);
        await MakeTopicAsync($"{_project}.{Topic}");

        var refused = await Assert.ThrowsAsync<IngestionException>(async () => await log.EnsureTopicAsync(Topic, 1, Token));

        Assert.Equal(IngestionErrorCode.EventLogUnavailable, refused.ErrorCode);
        Assert.Contains("CreateTime", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>What another process appended is seen here a moment later.</summary>
    private static async Task AssertReadAsync(string[] expected, KafkaEventLog log)
    {
        while ((await ReadAsync(log)).Count() < expected.Length)
        {
            await Task.Delay(20, Token);
        }

        Assert.Equal(expected, await ReadAsync(log));
    }

    private async Task<KafkaEventLog> OpenAsync(string instance, Action<KafkaEventLogOptions>? configure = null)
    {
        var log = TestKafkaLog.Open(
            await broker.AddressAsync(),
            _project,
            options =>
            {
                options.Instance = instance;
                configure?.Invoke(options);
            });
        await log.EnsureTopicAsync(Topic, 1, Token);
        return log;
    }

    /// <summary>Writes as a process does that dies before it commits.</summary>
    private async Task LeaveOpenAsync(string transactionalId)
    {
        using var producer = await BeginAsync(transactionalId);
        await producer.ProduceAsync(new TopicPartition($"{_project}.{Topic}", 0), new Message<byte[], byte[]> { Key = [], Value = "lost"u8.ToArray() }, Token);
    }

    private async Task<IProducer<byte[], byte[]>> BeginAsync(string transactionalId)
    {
        var config = new ProducerConfig { BootstrapServers = await broker.AddressAsync(), TransactionalId = transactionalId };
        var producer = new ProducerBuilder<byte[], byte[]>(config).Build();
        producer.InitTransactions(TimeSpan.FromSeconds(30));
        producer.BeginTransaction();
        return producer;
    }

    private async Task MakeTopicAsync(string name)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = await broker.AddressAsync() }).Build();
        await admin.CreateTopicsAsync([new() { Name = name, NumPartitions = 1, ReplicationFactor = 1 }]);
    }

    private static AppendBatch Batch(string payload, string? producer = null, string mark = "")
        => new([new NewLogEvent(default, Encoding.UTF8.GetBytes(payload))], producer, Encoding.UTF8.GetBytes(mark));

    private static async Task<IEnumerable<string?>> ReadAsync(KafkaEventLog log) => (await ReadRecordsAsync(log)).Select(static record => Text(record.Payload));

    private static async Task<IReadOnlyList<LogRecord>> ReadRecordsAsync(KafkaEventLog log) => await log.ReadAsync(Topic, 0, 0, 1000, Token);
}
