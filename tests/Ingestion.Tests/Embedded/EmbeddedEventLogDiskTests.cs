using Ingestion.Tests.Testing;

namespace Ingestion.Tests.Embedded;

/// <summary>Full and failing disks, and how often the disk is waited for.</summary>
public sealed class EmbeddedEventLogDiskTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Append_DiskFull_FailsThatBatchAndGoesOnWhenThereIsRoomAgain()
    {
        var disk = new FaultyDisk();
        await using (var log = await TestLog.Open(_directory.Path, disk: disk).WithTopicAsync())
        {
            await log.AppendAsync(TestLog.Batch("a"));
            disk.FailWrites = true;
            await AssertUnavailableAsync("No space left", async () => await log.AppendAsync(TestLog.Batch("lost") with { Producer = "p", Mark = TestLog.Bytes("1") }));
            disk.FailWrites = false;
            var position = Assert.Single(await log.AppendAsync(TestLog.Batch("b")));

            Assert.Equal(1, position.Offset);
            Assert.Equal(["a", "b"], await log.ReadAllAsync());
            Assert.Null(await log.FindMarkAsync("p"));
        }

        await using var reopened = TestLog.Open(_directory.Path);
        Assert.Equal(["a", "b"], await reopened.ReadAllAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Append_StateOfTheFileUnknown_ClosesTheTopicUntilReopened(bool afterWrite)
    {
        var disk = new FaultyDisk();
        await using (var log = await TestLog.Open(_directory.Path, disk: disk).WithTopicAsync())
        {
            await log.AppendAsync(TestLog.Batch("a"));
            var wait = log.Log.WaitForAsync(TestLog.Topic, 0, 1, Token).AsTask();
            disk.FailFlushes = !afterWrite;
            disk.FailWrites = disk.FailTruncates = afterWrite;
            await AssertUnavailableAsync("did not confirm", async () => await log.AppendAsync(TestLog.Batch("b")));
            disk.FailFlushes = disk.FailWrites = disk.FailTruncates = false;

            await AssertUnavailableAsync("did not confirm", async () => await log.AppendAsync(TestLog.Batch("c")));
            await Assert.ThrowsAsync<IngestionException>(() => wait);
            Assert.Equal(["a"], await log.ReadAllAsync());
        }

        await using var reopened = TestLog.Open(_directory.Path);
        Assert.Equal(afterWrite ? ["a"] : ["a", "b"], await reopened.ReadAllAsync());
        await reopened.AppendAsync(TestLog.Batch("d"));
    }

    [Fact]
    public async Task Append_NextSegmentCannotBeMade_FailsThatBatchAndGoesOnLater()
    {
        var disk = new FaultyDisk();
        await using var log = await TestLog.Open(_directory.Path, static options => options.SegmentBytes = 300, disk).WithTopicAsync();
        await log.AppendAsync(TestLog.Batch("a", "b", "c", "d"));
        await log.AppendAsync(TestLog.Batch("e", "f", "g", "h"));
        disk.FailReplaces = true;
        await AssertUnavailableAsync("segment", async () => await log.AppendAsync(TestLog.Batch("lost", "lost", "lost")));
        disk.FailReplaces = false;

        await log.AppendAsync(TestLog.Batch("i"));

        Assert.Equal(["a", "b", "c", "d", "e", "f", "g", "h", "i"], await log.ReadAllAsync());
    }

    [Fact]
    public async Task Append_WhileAFlushRuns_SharesTheNextOne()
    {
        using var gate = new ManualResetEventSlim(initialState: true);
        var disk = new FaultyDisk { Gate = gate };
        await using var log = await TestLog.Open(_directory.Path, disk: disk).WithTopicAsync();
        var before = disk.Flushes;
        gate.Reset();

        var appends = Enumerable.Range(0, 50).Select(i => log.AppendAsync(TestLog.Batch($"{i}")).AsTask()).ToList();
        Assert.All(appends, static append => Assert.False(append.IsCompleted));
        Assert.Equal(0, await log.Log.GetEndOffsetAsync(TestLog.Topic, 0, Token));
        gate.Set();
        await Task.WhenAll(appends);

        // Those that the first flush caught, and one flush for all the others.
        Assert.InRange(disk.Flushes - before, 1, 3);
        Assert.Equal(Enumerable.Range(0, 50).Select(static i => $"{i}"), await log.ReadAllAsync());
    }

    [Fact]
    public async Task Append_CancelledInTheQueue_IsNotWritten()
    {
        using var gate = new ManualResetEventSlim(initialState: true);
        using var stop = new CancellationTokenSource();
        var disk = new FaultyDisk { Gate = gate };
        await using var log = await TestLog.Open(_directory.Path, disk: disk).WithTopicAsync();
        gate.Reset();
        var first = log.AppendAsync(TestLog.Batch("first")).AsTask();
        while (disk.Flushes < 2)
        {
            await Task.Yield();
        }

        var second = log.Log.AppendAsync(TestLog.Topic, TestLog.Batch("second"), stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        gate.Set();

        await first;
        await log.AppendAsync(TestLog.Batch("third"));
        Assert.Equal(["first", "third"], await log.ReadAllAsync());
    }

    private static async Task AssertUnavailableAsync(string mention, Func<Task> action)
    {
        var exception = await Assert.ThrowsAsync<IngestionException>(action);
        Assert.Equal(IngestionErrorCode.EventLogUnavailable, exception.ErrorCode);
        Assert.Contains(mention, exception.Message, StringComparison.Ordinal);
    }
}
