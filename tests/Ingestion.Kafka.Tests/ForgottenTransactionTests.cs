using System.Text;
using Ingestion.Kafka.Tests.Servers;
using Ingestion.Kafka.Writing;
using Ingestion.Ports;
using static Ingestion.Kafka.Tests.TestKafkaLog;

namespace Ingestion.Kafka.Tests;

/// <summary>What was committed, and what a broker then forgot to end when it was restarted.</summary>
public sealed class ForgottenTransactionTests(SharedBroker broker)
{
    private const string Topic = "orders";
    private const string Push = ProducerNames.PushPrefix + "key";

    private readonly string _project = TestKafkaLog.NewProject();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetProducerMark_OwnBatchForgotten_IsThatOfTheBatchAndDoublesNothing()
    {
        await using var log = await OpenAsync("one");
        await log.AppendAsync(Topic, Batch("a", "file", "1"), Token);
        await ForgetAsync(OwnedProducers.IdOf(_project, Topic, "file"), "b", "file", "2");

        var mark = Text(await log.GetProducerMarkAsync(Topic, "file", Token));
        await log.AppendAsync(Topic, Batch("c", "file", "3"), Token);

        Assert.Equal("2", mark);
        await AssertReadAsync(["a", "b", "c"], log);
        await using var fresh = await OpenAsync("two");
        await AssertReadAsync(["a", "b", "c"], fresh);
    }

    [Theory]
    [InlineData("file")]
    [InlineData(Push)]
    public async Task GetProducerMark_BatchWithRefusedRecordForgotten_LetsRefusedRecordsBeRead(string producer)
    {
        await using var log = await OpenAsync("one");
        await log.AppendAsync(Topic, Batch("a", producer, "1") with { DeadLetters = [new(null, "x"u8.ToArray(), [new("catalog.source", null)])] }, Token);
        await ForgetAsync(MarkStore.IsPush(producer) ? $"{_project}-one-2" : OwnedProducers.IdOf(_project, Topic, producer), "b", producer, "2", refused: "y");

        Assert.Equal("2", Text(await log.GetProducerMarkAsync(Topic, producer, Token)));
        var refused = CommittedRecords.ReadAll(await broker.AddressAsync(), $"{_project}.{Topic}.dead-letter").ConvertAll(static record => record.Message);
        Assert.Equal(["x", "y"], refused.Take(2).Select(static record => Encoding.UTF8.GetString(record.Value!)));
        Assert.NotEmpty(refused.Skip(2));
        Assert.All(refused.Skip(2), static nothing => Assert.True(nothing is { Value: null, Headers.Count: 0 }));
    }

    [Fact]
    public async Task GetProducerMark_PushForgotten_IsThatOfThePush()
    {
        await using var log = await OpenAsync("one");
        await log.AppendAsync(Topic, Batch("a", ProducerNames.PushPrefix + "first", "1"), Token);
        await ForgetAsync($"{_project}-one-2", "b", Push, "2");

        Assert.Equal("2", Text(await log.GetProducerMarkAsync(Topic, Push, Token)));
        await AssertReadAsync(["a", "b"], log);
    }

    /// <summary>Takes as long as a transaction may last, because it could be one that another process works on.</summary>
    [Fact]
    public async Task GetProducerMark_BatchOfAnotherForgotten_EndsIt()
    {
        await using var log = await OpenAsync("one");
        await log.AppendAsync(Topic, Batch("a", "file", "1"), Token);
        await ForgetAsync(OwnedProducers.IdOf(_project, Topic, "other"), "b", "other", "2");
        await using var fresh = await OpenAsync("two");

        Assert.Equal("1", Text(await fresh.GetProducerMarkAsync(Topic, "file", Token)));
        Assert.Equal("2", Text(await fresh.GetProducerMarkAsync(Topic, "other", Token)));
        await AssertReadAsync(["a", "b"], fresh);
    }

    private async Task<KafkaEventLog> OpenAsync(string instance)
    {
        var log = TestKafkaLog.Open(await broker.AddressAsync(), _project, options => options.Instance = instance);
        await log.EnsureTopicAsync(Topic, 1, Token);
        return log;
    }

    private async Task ForgetAsync(string transactionalId, string payload, string producer, string mark, string? refused = null)
    {
        using var forgotten = await ForgottenTransaction.BeginAsync(await broker.AddressAsync(), transactionalId);
        var record = MarkRecord.Encode(Topic, producer, Encoding.UTF8.GetBytes(mark));
        await forgotten.AppendAsync($"{_project}.{Topic}", [], Encoding.UTF8.GetBytes(payload));
        await forgotten.AppendAsync($"{_project}-{(MarkStore.IsPush(producer) ? "push-" : "")}marks", record.Key!, record.Value!);
        if (refused is not null)
        {
            await forgotten.AppendAsync($"{_project}.{Topic}.dead-letter", [], Encoding.UTF8.GetBytes(refused));
        }
    }

    private static AppendBatch Batch(string payload, string producer, string mark)
        => new([new NewLogEvent(default, Encoding.UTF8.GetBytes(payload))], producer, Encoding.UTF8.GetBytes(mark));

    private static async Task AssertReadAsync(string[] expected, KafkaEventLog log)
    {
        await log.WaitForAsync(Topic, 0, 0, Token);
        while ((await log.ReadAsync(Topic, 0, 0, 1000, Token)).Count < expected.Length)
        {
            await Task.Delay(20, Token);
        }

        Assert.Equal(expected, (await log.ReadAsync(Topic, 0, 0, 1000, Token)).Select(static record => Text(record.Payload)));
    }
}
