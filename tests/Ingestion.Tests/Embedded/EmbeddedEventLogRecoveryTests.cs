using Ingestion.Ports;
using Ingestion.Tests.Testing;
using Microsoft.Extensions.Logging;

namespace Ingestion.Tests.Embedded;

/// <summary>What is found after the files were cut, flipped or lost.</summary>
public sealed class EmbeddedEventLogRecoveryTests : IDisposable
{
    private const int TornTailCut = 4500;
    private const int MarksRebuilt = 4501;

    private readonly TemporaryDirectory _live = new();
    private readonly TemporaryDirectory _crashed = new();

    public void Dispose()
    {
        _live.Dispose();
        _crashed.Dispose();
    }

    [Fact]
    public async Task Open_FileCutAtEveryByteOfTheLastFrames_KeepsWholeBatchesOnly()
    {
        var sizes = new List<long>();
        await using (var log = await TestLog.Open(_live.Path).WithTopicAsync())
        {
            for (var i = 0; i < 4; i++)
            {
                await log.AppendAsync(TestLog.Batch($"{i}a", $"{i}b", $"{i}c") with { Producer = "p", Mark = TestLog.Bytes($"{i}") });
                sizes.Add(new FileInfo(TestLog.NewestSegment(_live.Path)).Length);
            }

            TestLog.CopyFiles(_live.Path, _crashed.Path);
        }

        var whole = await File.ReadAllBytesAsync(TestLog.NewestSegment(_crashed.Path), TestContext.Current.CancellationToken);
        for (var length = sizes[0]; length <= sizes[^1]; length++)
        {
            await File.WriteAllBytesAsync(TestLog.NewestSegment(_crashed.Path), whole[..(int)length], TestContext.Current.CancellationToken);
            var batches = sizes.Count(size => size <= length);

            await using (var log = TestLog.Open(_crashed.Path))
            {
                Assert.Equal(Enumerable.Range(0, batches).SelectMany(static i => new[] { $"{i}a", $"{i}b", $"{i}c" }), await log.ReadAllAsync());
                Assert.Equal($"{batches - 1}", await log.FindMarkAsync("p"));
                Assert.Equal(!sizes.Contains(length), log.Logger.Entries.Any(static entry => entry.Id.Id == TornTailCut && entry.Level == LogLevel.Warning));
                await log.AppendAsync(TestLog.Batch("new"));
                Assert.Equal("new", (await log.ReadAllAsync())[^1]);
            }

            File.Delete(Path.Combine(_crashed.Path, TestLog.Topic, "marks"));
        }
    }

    [Fact]
    public async Task Open_AnyByteFlippedAfterACrash_IsCorruptLogWithFileAndByte()
    {
        await using (var log = await TestLog.Open(_live.Path).WithTopicAsync(partitions: 2))
        {
            for (var i = 0; i < 3; i++)
            {
                await log.AppendAsync(TestLog.Batch($"{i}a", $"{i}b") with { Producer = "producer", Mark = TestLog.Bytes("mark") });
            }

            TestLog.CopyFiles(_live.Path, _crashed.Path);
        }

        await AssertEveryFlipIsFoundAsync();
    }

    [Fact]
    public async Task Open_AnyByteFlippedAfterAGoodClose_IsCorruptLogWithFileAndByte()
    {
        await using (var log = await TestLog.Open(_live.Path).WithTopicAsync())
        {
            // Zeros look like sectors that a power cut lost, but a good close leaves none of those.
            await log.AppendAsync(new AppendBatch([new NewLogEvent(default, new byte[1200])]));
        }

        TestLog.CopyFiles(_live.Path, _crashed.Path);
        await AssertEveryFlipIsFoundAsync();
    }

    [Fact]
    public async Task Read_AnyByteOfAnOlderSegmentFlipped_IsCorruptLogOrTheRightData()
    {
        List<string> expected = [];
        await using (var log = await TestLog.Open(_live.Path, static options => options.SegmentBytes = 400).WithTopicAsync())
        {
            for (var i = 0; i < 8; i++)
            {
                await log.AppendAsync(TestLog.Batch($"{i}a", $"{i}b", $"{i}c"));
            }

            expected = await log.ReadAllAsync();
        }

        var path = TestLog.SegmentPath(_live.Path, 0);
        var whole = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        Assert.True(Directory.GetFiles(Path.GetDirectoryName(path)!, "*.seg").Length > 2);
        for (var i = 0; i < whole.Length; i++)
        {
            await File.WriteAllBytesAsync(path, Flip(whole, i), TestContext.Current.CancellationToken);
            await using var log = TestLog.Open(_live.Path);

            var exception = await Assert.ThrowsAsync<IngestionException>(() => log.ReadAllAsync());
            Assert.Equal(IngestionErrorCode.CorruptLog, exception.ErrorCode);
            Assert.Contains(path, exception.Message, StringComparison.Ordinal);
        }

        await File.WriteAllBytesAsync(path, whole, TestContext.Current.CancellationToken);
        await using var mended = TestLog.Open(_live.Path);
        Assert.Equal(expected, await mended.ReadAllAsync());
    }

    [Fact]
    public async Task Open_LastSectorsNeverWritten_CutsTheTornBatch()
    {
        await using (var log = await TestLog.Open(_live.Path).WithTopicAsync())
        {
            await log.AppendAsync(TestLog.Batch("first"));
            TestLog.CopyFiles(_live.Path, _crashed.Path);
            var before = new FileInfo(TestLog.NewestSegment(_live.Path)).Length;
            await log.AppendAsync(TestLog.Batch([.. Enumerable.Range(0, 500).Select(static i => $"event {i}")]));

            var torn = await File.ReadAllBytesAsync(TestLog.NewestSegment(_live.Path), TestContext.Current.CancellationToken);
            Assert.True(torn.Length > 8192);
            for (var sector = before / 512; sector < torn.Length / 512; sector++)
            {
                var lost = (byte[])torn.Clone();
                var from = (int)Math.Max(before, sector * 512);
                lost.AsSpan(from, (int)((sector + 1) * 512) - from).Clear();
                await File.WriteAllBytesAsync(TestLog.NewestSegment(_crashed.Path), lost, TestContext.Current.CancellationToken);

                await using var reopened = TestLog.Open(_crashed.Path);
                Assert.Equal(["first"], await reopened.ReadAllAsync());
                Assert.Contains(reopened.Logger.Entries, static entry => entry.Id.Id == TornTailCut);
                File.Delete(Path.Combine(_crashed.Path, TestLog.Topic, "marks"));
            }
        }
    }

    [Fact]
    public async Task Open_LostSectorBeforeALaterBatch_IsCorruptLog()
    {
        await using (var log = await TestLog.Open(_live.Path).WithTopicAsync())
        {
            await log.AppendAsync(new AppendBatch([new NewLogEvent(default, new byte[2000])]));
            await log.AppendAsync(TestLog.Batch("acknowledged after the flush of the first"));
            TestLog.CopyFiles(_live.Path, _crashed.Path);
        }

        var path = TestLog.NewestSegment(_crashed.Path);
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(path, Flip(bytes, 1000), TestContext.Current.CancellationToken);

        await using var reopened = TestLog.Open(_crashed.Path);
        await AssertCorruptAsync(reopened, path, "had been confirmed");
    }

    [Fact]
    public async Task Open_FileShorterThanAtAGoodClose_IsCorruptLog()
    {
        await using (var log = await TestLog.Open(_live.Path).WithTopicAsync())
        {
            await log.AppendAsync(TestLog.Batch("a"));
        }

        var path = TestLog.NewestSegment(_live.Path);
        using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite))
        {
            RandomAccess.SetLength(file, RandomAccess.GetLength(file) - 1);
        }

        await using var reopened = TestLog.Open(_live.Path);
        await AssertCorruptAsync(reopened, path, "when the log was closed");
    }

    [Fact]
    public async Task Open_SegmentFileMissing_IsCorruptLog()
    {
        await using (var log = await TestLog.Open(_live.Path, static options => options.SegmentBytes = 300).WithTopicAsync())
        {
            for (var i = 0; i < 8; i++)
            {
                await log.AppendAsync(TestLog.Batch($"{i}"));
            }
        }

        foreach (var missing in new[] { TestLog.SegmentPath(_live.Path, 1), TestLog.NewestSegment(_live.Path) })
        {
            File.Move(missing, missing + ".away");
            await using (var reopened = TestLog.Open(_live.Path))
            {
                await AssertCorruptAsync(reopened, missing, "missing");
            }

            File.Move(missing + ".away", missing);
        }
    }

    [Fact]
    public async Task Open_OneTopicDamaged_OthersWork()
    {
        await using (var log = await TestLog.Open(_live.Path).WithTopicAsync())
        {
            await log.AppendAsync(TestLog.Batch("a"));
            await log.Log.EnsureTopicAsync("healthy", 1, TestContext.Current.CancellationToken);
            await log.Log.AppendAsync("healthy", TestLog.Batch("b"), TestContext.Current.CancellationToken);
        }

        await File.WriteAllTextAsync(TestLog.NewestSegment(_live.Path), "no segment", TestContext.Current.CancellationToken);

        await using var reopened = TestLog.Open(_live.Path);
        await AssertCorruptAsync(reopened, TestLog.NewestSegment(_live.Path), "segment");
        Assert.Equal(1, await reopened.Log.GetEndOffsetAsync("healthy", 0, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_MarksFileMissingOrDamaged_ReadsThemFromTheSegments(bool damaged)
    {
        await using (var log = await TestLog.Open(_live.Path, static options => options.SegmentBytes = 300).WithTopicAsync())
        {
            for (var i = 0; i < 20; i++)
            {
                await log.AppendAsync(TestLog.Batch($"{i}") with { Producer = $"file {i % 7}", Mark = TestLog.Bytes($"{i}") });
            }
        }

        var path = Path.Combine(_live.Path, TestLog.Topic, "marks");
        if (damaged)
        {
            await File.WriteAllBytesAsync(path, Flip(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken), 30), TestContext.Current.CancellationToken);
        }
        else
        {
            File.Delete(path);
        }

        await using var reopened = TestLog.Open(_live.Path);
        for (var i = 13; i < 20; i++)
        {
            Assert.Equal($"{i}", await reopened.FindMarkAsync($"file {i % 7}"));
        }

        Assert.Contains(reopened.Logger.Entries, static entry => entry.Id.Id == MarksRebuilt);
    }

    [Fact]
    public async Task Open_HalfMadeTopicAndFiles_AreTakenAsNotThere()
    {
        Directory.CreateDirectory(Path.Combine(_live.Path, TestLog.Topic));
        await File.WriteAllTextAsync(TestLog.SegmentPath(_live.Path, 0) + ".tmp", "half", TestContext.Current.CancellationToken);

        await using var log = TestLog.Open(_live.Path);
        Assert.Equal(0, await log.Log.GetPartitionCountAsync(TestLog.Topic, TestContext.Current.CancellationToken));
        await log.WithTopicAsync();
        await log.AppendAsync(TestLog.Batch("a"));

        Assert.Equal(["a"], await log.ReadAllAsync());
        Assert.Empty(Directory.GetFiles(Path.Combine(_live.Path, TestLog.Topic), "*.tmp"));
    }

    private async Task AssertEveryFlipIsFoundAsync()
    {
        var path = TestLog.NewestSegment(_crashed.Path);
        var whole = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        for (var i = 0; i < whole.Length; i++)
        {
            await File.WriteAllBytesAsync(path, Flip(whole, i), TestContext.Current.CancellationToken);
            await using var log = TestLog.Open(_crashed.Path);
            await AssertCorruptAsync(log, path, "at byte");
        }
    }

    private static async Task AssertCorruptAsync(TestLog log, string path, string mention)
    {
        var exception = await Assert.ThrowsAsync<IngestionException>(() => log.ReadAllAsync());
        Assert.Equal(IngestionErrorCode.CorruptLog, exception.ErrorCode);
        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
        Assert.Contains(mention, exception.Message, StringComparison.Ordinal);
    }

    private static byte[] Flip(byte[] bytes, int index)
    {
        var flipped = (byte[])bytes.Clone();
        flipped[index] ^= 0x10;
        return flipped;
    }
}
