using FeatureStore.Embedded;

namespace FeatureStore.Tests.Embedded;

public sealed class OnlineStoreCompactionTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task WriteAsync_SameKeysOverAndOver_DiskStaysBounded()
    {
        const int segmentBytes = 16 * 1024;
        await using (var store = OnlineRows.Open(_directory, segmentBytes))
        {
            for (var round = 1; round <= 400; round++)
            {
                await store.WriteAsync([.. Enumerable.Range(0, 50).Select(key => OnlineRows.Row(key, round))], Token);
            }
        }

        await using var reopened = OnlineRows.Open(_directory, segmentBytes);

        await WaitForDiskAsync(reopened, 20 * segmentBytes);
        Assert.All(await OnlineRows.StateAsync(reopened), static row => Assert.Equal(400, row.Value));
    }

    [Fact]
    public async Task ReadAsync_WhileRowsAreMoved_AlwaysFindsThem()
    {
        await using var store = OnlineRows.Open(_directory, segmentBytes: 4096);
        await store.WriteAsync([.. Enumerable.Range(0, 20).Select(key => OnlineRows.Row(key, 1, "still"))], Token);
        var keys = Enumerable.Range(0, 20).Select(static key => OnlineRows.Key(key)).ToArray();
        var writing = Task.Run(
            async () =>
            {
                for (var round = 1; round <= 300; round++)
                {
                    await store.WriteAsync([.. Enumerable.Range(0, 20).Select(key => OnlineRows.Row(key, round, "busy"))], Token);
                }
            },
            Token);

        var rows = new ReadOnlyMemory<byte>[20];
        while (!writing.IsCompleted)
        {
            await store.ReadAsync(keys, ["still"], rows, Token);
            Assert.DoesNotContain(rows, static row => row.IsEmpty);
        }

        await writing;
    }

    [Fact]
    public async Task Open_HintsGone_GivesTheSameRows()
    {
        var expected = await FillAsync();
        foreach (var hint in Directory.EnumerateFiles(_directory.Path, "*.hint"))
        {
            File.Delete(hint);
        }

        await using var store = OnlineRows.Open(_directory, segmentBytes: 4096);

        Assert.Equal(expected, await OnlineRows.StateAsync(store));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    [InlineData(0.9)]
    public async Task Open_HintsDamaged_GivesTheSameRows(double place)
    {
        var expected = await FillAsync();
        foreach (var hint in Directory.EnumerateFiles(_directory.Path, "*.hint"))
        {
            var bytes = await File.ReadAllBytesAsync(hint, Token);
            bytes[(int)(place * bytes.Length)] ^= 0x40;
            await File.WriteAllBytesAsync(hint, bytes, Token);
        }

        await using var store = OnlineRows.Open(_directory, segmentBytes: 4096);

        Assert.Equal(expected, await OnlineRows.StateAsync(store));
    }

    [Fact]
    public async Task DeleteViewAsync_OfMostRows_FreesTheDiskAndStaysDeleted()
    {
        await using (var store = OnlineRows.Open(_directory, segmentBytes: 4096))
        {
            await store.WriteAsync([.. Enumerable.Range(0, 500).Select(key => OnlineRows.Row(key, 1, "gone"))], Token);
            await store.WriteAsync([.. Enumerable.Range(0, 10).Select(key => OnlineRows.Row(key, 1))], Token);
            await store.DeleteViewAsync("gone", Token);
            for (var key = 10; key < 100; key++)
            {
                await store.WriteAsync([OnlineRows.Row(key, 1)], Token);
            }
        }

        await using var reopened = OnlineRows.Open(_directory, segmentBytes: 4096);

        Assert.Equal(0, await reopened.CountAsync("gone", Token));
        Assert.Equal(100, await reopened.CountAsync("v", Token));
        await WaitForDiskAsync(reopened, 50_000);
    }

    // Closing cuts a compaction off, and opening begins another in the background.
    private static async Task WaitForDiskAsync(EmbeddedOnlineStore store, long bytes)
    {
        while (store.DiskBytes > bytes)
        {
            Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private async Task<SortedDictionary<long, long>> FillAsync()
    {
        await using var store = OnlineRows.Open(_directory, segmentBytes: 4096);
        for (var time = 1; time <= 200; time++)
        {
            await store.WriteAsync([OnlineRows.Row(time % 60, time)], Token);
            if (time % 50 == 0)
            {
                await store.DeleteKeyAsync(OnlineRows.Key(time % 7), Token);
            }
        }

        return await OnlineRows.StateAsync(store);
    }
}
