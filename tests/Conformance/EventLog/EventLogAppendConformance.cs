using System.Text;
using Ingestion;
using Ingestion.Ports;

namespace Conformance.EventLog;

/// <summary>Topics, appends and reads of every event log; the first part of <see cref="EventLogConformance"/>.</summary>
public abstract class EventLogAppendConformance : IAsyncLifetime
{
    private EventLogFixture? _fixture;

    protected EventLogFixture Fixture => _fixture ?? throw new InvalidOperationException("The test has not begun.");

    protected IEventLog Log => Fixture.Log;

    /// <summary>A name that no other test uses, so that tests can share a server.</summary>
    protected string Topic { get; } = $"topic-{Guid.NewGuid():N}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract Task<EventLogFixture> CreateFixtureAsync();

    public async ValueTask InitializeAsync() => _fixture = await CreateFixtureAsync();

    public async ValueTask DisposeAsync()
    {
        if (_fixture is not null)
        {
            await _fixture.DisposeAsync();
        }
    }

    [Fact]
    public async Task EnsureTopic_NewTopic_HasThePartitions()
    {
        await Log.EnsureTopicAsync(Topic, 3, Token);

        Assert.Equal(3, await Log.GetPartitionCountAsync(Topic, Token));
        for (var partition = 0; partition < 3; partition++)
        {
            Assert.Equal(0, await Log.GetEndOffsetAsync(Topic, partition, Token));
            Assert.Empty(await Log.ReadAsync(Topic, partition, 0, 10, Token));
        }
    }

    [Fact]
    public async Task EnsureTopic_ExistingTopic_StaysAsItIs()
    {
        await Log.EnsureTopicAsync(Topic, 2, Token);
        await Log.AppendAsync(Topic, Batch("a", "b"), Token);

        await Log.EnsureTopicAsync(Topic, 7, Token);
        await Fixture.ReopenAsync();
        await Log.EnsureTopicAsync(Topic, 5, Token);

        Assert.Equal(2, await Log.GetPartitionCountAsync(Topic, Token));
        Assert.Equal(["a", "b"], (await ReadAllAsync()).Select(static record => Text(record.Payload)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task EnsureTopic_CalledAtOnce_MakesOneTopic()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await Log.EnsureTopicAsync(Topic, 4, Token), Token)));

        Assert.Equal(4, await Log.GetPartitionCountAsync(Topic, Token));
    }

    [Fact]
    public async Task GetPartitionCount_UnknownTopic_IsZero() => Assert.Equal(0, await Log.GetPartitionCountAsync(Topic, Token));

    [Fact]
    public async Task Append_SeveralBatches_AreReadBackInOrder()
    {
        await Log.EnsureTopicAsync(Topic, 1, Token);
        var (expected, ends) = (new List<string>(), new List<(long Offset, string Payload)>());
        for (var i = 0; i < 50; i++)
        {
            string[] payloads = [.. Enumerable.Range(0, (i % 7) + 1).Select(j => $"batch {i} event {j}")];
            var end = Assert.Single(await Log.AppendAsync(Topic, Batch(payloads), Token));
            expected.AddRange(payloads);
            ends.Add((end.Offset, payloads[^1]));
        }

        var records = await ReadAllAsync(chunk: 13);

        Assert.Equal(expected, records.Select(static record => Text(record.Payload)));
        Assert.Equal(records.Select(static record => record.Offset).Order().Distinct(), records.Select(static record => record.Offset));
        var payloadOf = records.ToDictionary(static record => record.Offset, static record => Text(record.Payload));
        Assert.All(ends, end => Assert.Equal(end.Payload, payloadOf[end.Offset]));
    }

    [Fact]
    public async Task Append_ManyKeysAndPartitions_KeepsTheOrderOfEachKey()
    {
        await Log.EnsureTopicAsync(Topic, 4, Token);
        for (var i = 0; i < 40; i++)
        {
            var keys = Enumerable.Range(0, 25).Select(j => $"key {((i * 25) + j) % 37}");
            var ends = await Log.AppendAsync(Topic, new AppendBatch([.. keys.Select(key => new NewLogEvent(Bytes(key), Bytes($"{i}")))]), Token);
            Assert.Equal(ends.Select(static end => end.Partition).Order().Distinct(), ends.Select(static end => end.Partition));
        }

        var places = new List<(int Partition, LogRecord Record)>();
        for (var partition = 0; partition < 4; partition++)
        {
            places.AddRange((await ReadPartitionAsync(partition, 100)).Select(record => (partition, record)));
        }

        Assert.Equal(1000, places.Count);
        Assert.Equal(4, places.Select(static place => place.Partition).Distinct().Count());
        foreach (var ofKey in places.GroupBy(static place => Text(place.Record.Key), static place => place))
        {
            Assert.Single(ofKey.Select(static place => place.Partition).Distinct());
            var order = ofKey.Select(static place => int.Parse(Text(place.Record.Payload))).ToList();
            Assert.Equal(order.Order(), order);
        }
    }

    [Fact]
    public async Task Append_EmptyKey_GoesToPartitionZero()
    {
        await Log.EnsureTopicAsync(Topic, 5, Token);

        var end = Assert.Single(await Log.AppendAsync(Topic, new AppendBatch([.. Enumerable.Range(0, 20).Select(static i => new NewLogEvent(default, Bytes($"{i}")))]), Token));

        Assert.Equal(0, end.Partition);
        var records = await Log.ReadAsync(Topic, 0, 0, 100, Token);
        Assert.Equal((20, end.Offset), (records.Count, records[^1].Offset));
    }

    [Fact]
    public async Task Append_KeyAndPayloadOfAnyBytes_ComeBackUnchanged()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(static value => (byte)value)];
        await Log.EnsureTopicAsync(Topic, 1, Token);

        await Log.AppendAsync(Topic, new AppendBatch([new NewLogEvent(all, default), new NewLogEvent(default, all), new NewLogEvent(all, all)]), Token);

        var records = await ReadAllAsync();
        Assert.Equal([all, [], all], records.Select(static record => record.Key.ToArray()));
        Assert.Equal([[], all, all], records.Select(static record => record.Payload.ToArray()));
    }

    [Fact]
    public async Task Append_HugeRecordBetweenSmallOnes_IsReadBack()
    {
        var huge = new byte[Fixture.HugeRecordBytes];
        new Random(5).NextBytes(huge);
        await Log.EnsureTopicAsync(Topic, 1, Token);

        await Log.AppendAsync(Topic, new AppendBatch([new NewLogEvent(default, Bytes("before")), new NewLogEvent(default, huge), new NewLogEvent(default, Bytes("after"))]), Token);

        var records = await ReadAllAsync();
        Assert.Equal(3, records.Count);
        Assert.Equal("before", Text(records[0].Payload));
        Assert.True(records[1].Payload.Span.SequenceEqual(huge));
        Assert.Equal("after", Text(records[2].Payload));
    }

    [Fact]
    public async Task Append_NothingWithoutMark_ChangesNothing()
    {
        await Log.EnsureTopicAsync(Topic, 1, Token);

        Assert.Empty(await Log.AppendAsync(Topic, new AppendBatch([]), Token));

        Assert.Equal(0, await Log.GetEndOffsetAsync(Topic, 0, Token));
    }

    [Fact]
    public async Task Append_CancelledBefore_WritesNothing()
    {
        await Log.EnsureTopicAsync(Topic, 1, Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Log.AppendAsync(Topic, Batch("a") with { Producer = "p", Mark = Bytes("1") }, new CancellationToken(canceled: true)));

        await Fixture.ReopenAsync();
        Assert.Empty(await ReadAllAsync());
        Assert.Null(await Log.GetProducerMarkAsync(Topic, "p", Token));
    }

    [Fact]
    public async Task Append_FromManyAtOnce_LosesNothingAndKeepsEachOnesOrder()
    {
        const int Appenders = 12;
        const int Batches = 25;
        await Log.EnsureTopicAsync(Topic, 3, Token);

        var ends = await Task.WhenAll(Enumerable.Range(0, Appenders).Select(appender => Task.Run(
            async () =>
            {
                var told = new List<(LogPosition End, int Batch)>();
                for (var i = 0; i < Batches; i++)
                {
                    var events = Enumerable.Range(0, 4).Select(j => new NewLogEvent(Bytes($"{j}"), Bytes($"{appender}:{(i * 4) + j}")));
                    told.AddRange((await Log.AppendAsync(Topic, new AppendBatch([.. events], $"{appender}", Bytes($"{i}")), Token)).Select(end => (end, i)));
                }

                return told;
            },
            Token)));

        var read = 0;
        for (var partition = 0; partition < 3; partition++)
        {
            var byOffset = (await ReadPartitionAsync(partition, 100)).ToDictionary(static record => record.Offset, static record => Text(record.Payload));
            read += byOffset.Count;
            for (var appender = 0; appender < Appenders; appender++)
            {
                var mine = byOffset.Where(item => item.Value.StartsWith($"{appender}:", StringComparison.Ordinal)).OrderBy(static item => item.Key).Select(static item => int.Parse(item.Value.Split(':')[1])).ToList();
                Assert.Equal(mine.Order().Distinct(), mine);
                foreach (var (end, batch) in ends[appender].Where(item => item.End.Partition == partition))
                {
                    Assert.Equal($"{appender}:{mine.Last(number => number / 4 == batch)}", byOffset[end.Offset]);
                }
            }
        }

        Assert.Equal(Appenders * Batches * 4, read);
        Assert.Equal($"{Batches - 1}", Text(await Log.GetProducerMarkAsync(Topic, "7", Token) ?? default));
    }

    [Fact]
    public async Task Append_Always_GivesArrivalTimesThatNeverGoBack()
    {
        await Log.EnsureTopicAsync(Topic, 1, Token);
        for (var i = 0; i < 20; i++)
        {
            await Log.AppendAsync(Topic, Batch("a", "b"), Token);
        }

        var times = (await ReadAllAsync()).Select(static record => record.ArrivalTime).ToList();
        Assert.Equal(times.Order(), times);
    }

    [Fact]
    public async Task Read_FromAnyOffset_GivesTheRecordsFromThere()
    {
        await Log.EnsureTopicAsync(Topic, 1, Token);
        for (var i = 0; i < 30; i++)
        {
            await Log.AppendAsync(Topic, Batch([.. Enumerable.Range(0, 5).Select(j => $"{(i * 5) + j}")]), Token);
        }

        var all = await ReadAllAsync();
        for (var i = 0; i < all.Count; i += 7)
        {
            var some = await Log.ReadAsync(Topic, 0, all[i].Offset, 11, Token);

            Assert.NotEmpty(some);
            Assert.True(some.Count <= 11);
            Assert.Equal(all.Skip(i).Take(some.Count).Select(static record => Text(record.Payload)), some.Select(static record => Text(record.Payload)));
        }
    }

    [Fact]
    public async Task Read_GoingOnAfterTheEndWasReached_GivesWhatCameSince()
    {
        await Log.EnsureTopicAsync(Topic, 1, Token);
        long next = 0;
        for (var i = 0; i < 5; i++)
        {
            await Log.AppendAsync(Topic, Batch($"{i} a", $"{i} b"), Token);
            await Task.Delay(150, Token); // Long enough for a reader to learn that it is at the end.
            var records = await ReadPartitionAsync(0, 10, next);

            Assert.Equal([$"{i} a", $"{i} b"], records.Select(static record => Text(record.Payload)));
            next = records[^1].Offset + 1;
        }
    }

    [Fact]
    public async Task Read_AtTheEndAndBehindIt_IsEmpty()
    {
        await Log.EnsureTopicAsync(Topic, 1, Token);
        await Log.AppendAsync(Topic, Batch("a"), Token);
        var end = await Log.GetEndOffsetAsync(Topic, 0, Token);

        Assert.Empty(await Log.ReadAsync(Topic, 0, end, 10, Token));
        Assert.Empty(await Log.ReadAsync(Topic, 0, end + 1000, 10, Token));
    }

    [Fact]
    public async Task GetEndOffset_AfterAppend_IsBehindTheLastEvent()
    {
        await Log.EnsureTopicAsync(Topic, 1, Token);

        var positions = await Log.AppendAsync(Topic, Batch("a", "b", "c"), Token);

        Assert.True(await Log.GetEndOffsetAsync(Topic, 0, Token) > positions[^1].Offset);
    }

    protected static AppendBatch Batch(params string[] payloads) => new([.. payloads.Select(static payload => new NewLogEvent(Bytes(payload), Bytes(payload)))]);

    protected static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    protected static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    protected async Task<List<LogRecord>> ReadPartitionAsync(int partition, int chunk, long from = 0)
    {
        var records = new List<LogRecord>();
        var next = from;
        while (await Log.ReadAsync(Topic, partition, next, chunk, Token) is { Count: > 0 } some)
        {
            records.AddRange(some);
            next = some[^1].Offset + 1;
        }

        return records;
    }

    protected async Task<List<LogRecord>> ReadAllAsync(int chunk = 1000)
    {
        var records = new List<LogRecord>();
        var partitions = await Log.GetPartitionCountAsync(Topic, Token);
        for (var partition = 0; partition < partitions; partition++)
        {
            records.AddRange(await ReadPartitionAsync(partition, chunk));
        }

        return records;
    }

    protected static async Task AssertRefusedAsync(IngestionErrorCode code, string mention, Func<Task> action)
    {
        var exception = await Assert.ThrowsAsync<IngestionException>(action);
        Assert.Equal(code, exception.ErrorCode);
        Assert.Contains(mention, exception.Message, StringComparison.Ordinal);
    }
}
