using Ingestion;
using Ingestion.Ports;

namespace Conformance.EventLog;

/// <summary>
/// What every event log must do: the inherited appends, reads and settled moments, and here producers' marks, waiting and refusals. An adapter derives from it and says how its
/// log is opened.
/// </summary>
public abstract class EventLogConformance : EventLogSettlementConformance
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetProducerMark_UnknownProducer_IsNull()
    {
        await Log.EnsureTopicAsync(Topic, 1, Token);

        Assert.Null(await Log.GetProducerMarkAsync(Topic, "nobody", Token));
    }

    [Fact]
    public async Task GetProducerMark_AfterSeveral_IsTheNewestOfThatProducerAndTopic()
    {
        var other = Topic + "-other";
        await Log.EnsureTopicAsync(Topic, 2, Token);
        await Log.EnsureTopicAsync(other, 2, Token);
        await Log.AppendAsync(Topic, Batch("a") with { Producer = "p", Mark = Bytes("1") }, Token);
        await Log.AppendAsync(Topic, Batch("b") with { Producer = "q", Mark = Bytes("2") }, Token);
        await Log.AppendAsync(Topic, Batch("c") with { Producer = "p", Mark = Bytes("3") }, Token);
        await Log.AppendAsync(Topic, Batch("d"), Token);
        await Log.AppendAsync(other, Batch("e") with { Producer = "p", Mark = Bytes("4") }, Token);

        await AssertMarksAsync();
        await Fixture.ReopenAsync();
        await AssertMarksAsync();

        async Task AssertMarksAsync()
        {
            Assert.Equal("3", Text(await Log.GetProducerMarkAsync(Topic, "p", Token) ?? default));
            Assert.Equal("2", Text(await Log.GetProducerMarkAsync(Topic, "q", Token) ?? default));
            Assert.Equal("4", Text(await Log.GetProducerMarkAsync(other, "p", Token) ?? default));
            Assert.Null(await Log.GetProducerMarkAsync(other, "q", Token));
        }
    }

    [Fact]
    public async Task GetProducerMark_OfBatchWithoutEvents_SurvivesReopening()
    {
        await Log.EnsureTopicAsync(Topic, 2, Token);

        Assert.Empty(await Log.AppendAsync(Topic, new AppendBatch([], "file", Bytes("done")), Token));
        await Fixture.ReopenAsync();

        Assert.Equal("done", Text(await Log.GetProducerMarkAsync(Topic, "file", Token) ?? default));
        Assert.Empty(await ReadAllAsync());
    }

    [Fact]
    public async Task GetProducerMark_OfNoBytes_IsEmptyAndNotNull()
    {
        await Log.EnsureTopicAsync(Topic, 1, Token);

        await Log.AppendAsync(Topic, Batch("a") with { Producer = "Größe/✓" }, Token);
        await Fixture.ReopenAsync();

        var mark = await Log.GetProducerMarkAsync(Topic, "Größe/✓", Token);
        Assert.NotNull(mark);
        Assert.True(mark.Value.IsEmpty);
    }

    [Fact]
    public async Task Append_MarkOf64KiB_IsTakenAndOneByteMoreRefused()
    {
        await Log.EnsureTopicAsync(Topic, 1, Token);
        var mark = new byte[64 * 1024];
        new Random(3).NextBytes(mark);

        await Log.AppendAsync(Topic, new AppendBatch([], "p", mark), Token);
        await AssertRefusedAsync(
            IngestionErrorCode.TooLarge, "65537", async () => await Log.AppendAsync(Topic, new AppendBatch([], "p", new byte[mark.Length + 1]), Token));
        await Fixture.ReopenAsync();

        Assert.True((await Log.GetProducerMarkAsync(Topic, "p", Token) ?? default).Span.SequenceEqual(mark));
    }

    [Fact]
    public async Task Append_MarkWithoutProducerOrWithEmptyName_IsRefused()
    {
        await Log.EnsureTopicAsync(Topic, 1, Token);

        await AssertRefusedAsync(IngestionErrorCode.InvalidRequest, "producer", async () => await Log.AppendAsync(Topic, Batch("a") with { Mark = Bytes("1") }, Token));
        await AssertRefusedAsync(IngestionErrorCode.InvalidRequest, "producer", async () => await Log.AppendAsync(Topic, Batch("a") with { Producer = string.Empty }, Token));
        Assert.Empty(await ReadAllAsync());
    }

    [Fact]
    public async Task Reopen_AfterAppends_KeepsEventsAndGoesOnBehindThem()
    {
        await Log.EnsureTopicAsync(Topic, 3, Token);
        for (var i = 0; i < 100; i++)
        {
            await Log.AppendAsync(Topic, Batch($"{i}", $"{i + 1000}"), Token);
        }

        var before = Comparable(await ReadAllAsync());
        await Fixture.ReopenAsync();
        Assert.Equal(before, Comparable(await ReadAllAsync()));

        var position = Assert.Single(await Log.AppendAsync(Topic, Batch("new"), Token));
        var last = (await ReadPartitionAsync(position.Partition, 1000))[^1];
        Assert.Equal((position.Offset, "new"), (last.Offset, Text(last.Payload)));
        Assert.Equal(before.Count + 1, (await ReadAllAsync()).Count);

        static List<(long, long, string, string)> Comparable(List<LogRecord> records)
            => [.. records.Select(static record => (record.Offset, record.ArrivalTime.UnixMicroseconds, Text(record.Key), Text(record.Payload)))];
    }

    [Fact]
    public async Task WaitFor_ExistingEvent_EndsAtOnce()
    {
        await Log.EnsureTopicAsync(Topic, 1, Token);
        var end = Assert.Single(await Log.AppendAsync(Topic, Batch("a", "b"), Token));

        await Log.WaitForAsync(Topic, 0, 0, Token);
        await Log.WaitForAsync(Topic, 0, end.Offset, Token);
    }

    [Fact]
    public async Task WaitFor_LaterEvent_EndsWhenItCanBeRead()
    {
        await Log.EnsureTopicAsync(Topic, 2, Token);
        var waits = Enumerable.Range(0, 10).Select(_ => WaitAndReadAsync()).ToList();
        Assert.All(waits, static wait => Assert.False(wait.IsCompleted));

        await Log.AppendAsync(Topic, new AppendBatch([new NewLogEvent(default, Bytes("now"))]), Token);

        foreach (var wait in waits)
        {
            Assert.Equal("now", await wait);
        }

        async Task<string> WaitAndReadAsync()
        {
            await Log.WaitForAsync(Topic, 0, 0, Token);
            return Text((await Log.ReadAsync(Topic, 0, 0, 1, Token))[0].Payload);
        }
    }

    [Fact]
    public async Task WaitFor_Cancelled_Ends()
    {
        await Log.EnsureTopicAsync(Topic, 1, Token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var wait = Log.WaitForAsync(Topic, 0, 0, stop.Token).AsTask();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    [Fact]
    public async Task WaitFor_EventFurtherAhead_IgnoresTheOnesBefore()
    {
        await Log.EnsureTopicAsync(Topic, 1, Token);
        await Log.AppendAsync(Topic, Batch("a"), Token);
        var end = await Log.GetEndOffsetAsync(Topic, 0, Token);
        var wait = Log.WaitForAsync(Topic, 0, end, Token).AsTask();
        Assert.False(wait.IsCompleted);

        await Log.AppendAsync(Topic, Batch("b"), Token);

        await wait;
    }

    [Fact]
    public async Task Count_AfterBatchesMarksAndSettledMoments_IsThatOfTheEvents()
    {
        await Log.EnsureTopicAsync(Topic, 3, Token);
        Assert.Equal(0, await Log.CountAsync(Topic, Token));
        var events = 0;
        for (var round = 0; round < 3; round++)
        {
            await Log.AppendAsync(Topic, Batch([.. Enumerable.Range(0, 7).Select(number => $"{round}:{number}")]), Token);
            await Log.AppendAsync(Topic, Batch("one") with { Producer = "file", Mark = Bytes($"{round}") }, Token);
            await Log.AppendAsync(Topic, new AppendBatch([], "file", Bytes("done")), Token);
            await Log.SettleAsync(Topic, Catalog.Core.Values.Instant.Now(TimeProvider.System), Token);
            events += 8;

            Assert.Equal(events, await Log.CountAsync(Topic, Token));
            await Fixture.ReopenAsync();
            Assert.Equal(events, await Log.CountAsync(Topic, Token));
        }
    }

    [Fact]
    public async Task AnyCall_UnknownTopic_SaysSo()
    {
        Func<Task>[] calls =
        [
            async () => await Log.AppendAsync(Topic, Batch("a"), Token),
            async () => await Log.ReadAsync(Topic, 0, 0, 10, Token),
            async () => await Log.WaitForAsync(Topic, 0, 0, Token),
            async () => await Log.GetEndOffsetAsync(Topic, 0, Token),
            async () => await Log.CountAsync(Topic, Token),
            async () => await Log.GetProducerMarkAsync(Topic, "p", Token),
            async () => await Log.SettleAsync(Topic, default, Token),
        ];
        foreach (var call in calls)
        {
            await AssertRefusedAsync(IngestionErrorCode.InvalidRequest, Topic, call);
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public async Task AnyCall_UnknownPartition_SaysSo(int partition)
    {
        await Log.EnsureTopicAsync(Topic, 2, Token);
        Func<Task>[] calls =
        [
            async () => await Log.ReadAsync(Topic, partition, 0, 10, Token),
            async () => await Log.WaitForAsync(Topic, partition, 0, Token),
            async () => await Log.GetEndOffsetAsync(Topic, partition, Token),
        ];
        foreach (var call in calls)
        {
            await AssertRefusedAsync(IngestionErrorCode.InvalidRequest, $"\"{partition}\"", call);
        }
    }

    [Fact]
    public async Task AnyCall_IllegalNumber_IsRefused()
    {
        await Log.EnsureTopicAsync(Topic, 1, Token);

        await AssertRefusedAsync(IngestionErrorCode.InvalidRequest, "\"-1\"", async () => await Log.ReadAsync(Topic, 0, -1, 10, Token));
        await AssertRefusedAsync(IngestionErrorCode.InvalidRequest, "\"0\"", async () => await Log.ReadAsync(Topic, 0, 0, 0, Token));
        await AssertRefusedAsync(IngestionErrorCode.InvalidRequest, "\"0\"", async () => await Log.EnsureTopicAsync(Topic + "-new", 0, Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("größe")]
    public async Task EnsureTopic_IllegalName_IsRefused(string name)
        => await AssertRefusedAsync(IngestionErrorCode.InvalidRequest, $"\"{name}\"", async () => await Log.EnsureTopicAsync(name, 1, Token));
}
