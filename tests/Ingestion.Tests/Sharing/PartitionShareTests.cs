using Ingestion.Sharing;

namespace Ingestion.Tests.Sharing;

public sealed class PartitionShareTests
{
    private long _epochs;
    private bool _isCertain = true;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetEpochAsync_ManyAtOnce_TakesOneNumber()
    {
        var share = Make();

        var epochs = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => share.GetEpochAsync(Token).AsTask()));

        Assert.All(epochs, static epoch => Assert.Equal(1, epoch));
        Assert.Equal(1, _epochs);
    }

    [Fact]
    public async Task GetEpochAsync_SoleShare_IsZero()
    {
        var share = new PartitionShare("s", 0);

        await share.TakeAgainAsync(0, Token);

        Assert.Equal(0, await share.GetEpochAsync(Token));
    }

    [Fact]
    public async Task TakeAgainAsync_RefusedNumber_TakesTheNextOnce()
    {
        var share = Make();
        var refused = await share.GetEpochAsync(Token);

        await share.TakeAgainAsync(refused, Token);
        await share.TakeAgainAsync(refused, Token);

        Assert.Equal(2, await share.GetEpochAsync(Token));
    }

    [Fact]
    public async Task GetEpochAsync_StoreFailed_TriesAgain()
    {
        var isAway = true;
        var share = new PartitionShare("s", 0, _ => isAway ? Task.FromException<long>(new TimeoutException()) : Task.FromResult(7L), static () => true);
        await Assert.ThrowsAsync<TimeoutException>(async () => await share.GetEpochAsync(Token));

        isAway = false;

        Assert.Equal(7, await share.GetEpochAsync(Token));
    }

    [Fact]
    public async Task RequireHeld_UncertainOrGivenUp_IsLost()
    {
        var share = Make();
        share.RequireHeld();

        _isCertain = false;
        Assert.Equal(IngestionErrorCode.PartitionLost, Assert.Throws<IngestionException>(share.RequireHeld).ErrorCode);
        _isCertain = true;
        await share.GiveUp();

        Assert.False(share.IsHeld);
        Assert.Equal(IngestionErrorCode.PartitionLost, (await Assert.ThrowsAsync<IngestionException>(async () => await share.GetEpochAsync(Token))).ErrorCode);
        Assert.Equal(0, _epochs);
    }

    [Fact]
    public async Task GiveUp_WithUsers_CompletesWithTheLast()
    {
        var share = Make();
        var (first, second) = (share.Use(), share.Use());

        var end = share.GiveUp();
        first.Dispose();
        first.Dispose();
        Assert.False(end.IsCompleted);
        second.Dispose();

        await end.WaitAsync(Token);
    }

    private PartitionShare Make() => new(
        "s",
        0,
        async token =>
        {
            await Task.Delay(10, token);
            return Interlocked.Increment(ref _epochs);
        },
        () => _isCertain);
}
