using FeatureStore.DuckDb.Engine;

namespace FeatureStore.DuckDb.Tests.Engine;

public sealed class SideBySideTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 4)]
    [InlineData(20, 1)]
    [InlineData(20, 3)]
    public void Run_Parts_RunsEachOnce(int parts, int degree)
    {
        var runs = new int[parts];
        var (running, most) = (0, 0);

        SideBySide.Run(
            parts,
            degree,
            (part, _) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                Interlocked.Increment(ref runs[part]);
                Interlocked.Decrement(ref running);
            },
            Token);

        Assert.All(runs, static count => Assert.Equal(1, count));
        Assert.InRange(most, Math.Min(1, parts), degree);
    }

    [Fact]
    public void Run_OneFails_CancelsTheOthersAndThrowsWhatItThrew()
    {
        using var meeting = new Barrier(2);

        var exception = Assert.Throws<InvalidDataException>(() => SideBySide.Run(
            2,
            2,
            (part, token) =>
            {
                meeting.SignalAndWait(Token);
                if (part == 0)
                {
                    throw new InvalidDataException("part 0");
                }

                token.WaitHandle.WaitOne();
                token.ThrowIfCancellationRequested();
            },
            Token));

        Assert.Equal("part 0", exception.Message);
    }

    [Fact]
    public void Run_Cancelled_ThrowsThatAndNotWhatFollowed()
    {
        using var source = new CancellationTokenSource();

        var exception = Assert.ThrowsAny<OperationCanceledException>(() => SideBySide.Run(
            2,
            2,
            (_, token) =>
            {
                source.Cancel();
                token.ThrowIfCancellationRequested();
            },
            source.Token));

        Assert.Equal(source.Token, exception.CancellationToken);
    }
}
