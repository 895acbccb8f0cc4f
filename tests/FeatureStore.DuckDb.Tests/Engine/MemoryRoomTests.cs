using FeatureStore.DuckDb.Engine;

namespace FeatureStore.DuckDb.Tests.Engine;

public sealed class MemoryRoomTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EnterAsync_ManyAtOnce_NeverHoldMoreThanThereIs()
    {
        var room = new MemoryRoom(100);
        var (held, most, entered) = (0L, 0L, 0);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(
            async () =>
            {
                var bytes = 1 + (i * 37 % 150); // Some want more than there is and go alone.
                using var taken = await room.EnterAsync(bytes, Token);
                var now = Interlocked.Add(ref held, Math.Min(bytes, 100));
                InterlockedMax(ref most, now);
                Interlocked.Increment(ref entered);
                await Task.Yield();
                Interlocked.Add(ref held, -Math.Min(bytes, 100));
            },
            Token)));

        Assert.Equal(200, entered);
        Assert.InRange(most, 2, 100);
    }

    [Fact]
    public async Task EnterAsync_OneThatWaitsIsCancelled_LetsTheNextIn()
    {
        var room = new MemoryRoom(100);
        var first = await room.EnterAsync(80, Token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var second = room.EnterAsync(90, stop.Token);
        var third = room.EnterAsync(20, Token);
        Assert.False(third.IsCompleted); // In the order asked.

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        using var taken = await third;
        var fourth = room.EnterAsync(80, Token);
        Assert.False(fourth.IsCompleted);
        first.Dispose();
        first.Dispose(); // Gives nothing back twice.
        using var last = await fourth;
        Assert.False(room.EnterAsync(1, Token).IsCompleted);
    }

    private static void InterlockedMax(ref long most, long value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }
}
