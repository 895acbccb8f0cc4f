using Catalog.Core.Values;
using FeatureStore.Proof;
using FeatureStore.Verifications;

namespace FeatureStore.Tests.Verifications;

/// <summary>From time to time what was logged since is compared, each lookup once.</summary>
public sealed class VerificationSchedulerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Execute_AtEachTurn_LooksAtWhatWasLoggedSinceTheLast()
    {
        await using var fixture = await ScheduleFixture.StartAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var running = fixture.Scheduler.RunAsync(stop.Token);
        await fixture.Clock.WaitForAsync(TimeSpan.FromHours(1));

        await fixture.LogAsync(3);
        fixture.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Empty(await fixture.ListAsync());
        fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        var first = await fixture.EndOfAsync(1);
        await fixture.LogAsync(2);
        await fixture.Clock.WaitForAsync(TimeSpan.FromHours(1));
        fixture.Clock.Advance(TimeSpan.FromHours(1));
        var second = await fixture.EndOfAsync(2);
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        Assert.Equal((true, 0L, 3L, 3L), (first.IsScheduled, first.Request.First, first.End, first.NotCompared[NotComparedReason.DefinitionGone]));
        Assert.Equal((true, 3L, 5L, 2L), (second.IsScheduled, second.Request.First, second.End, second.NotCompared[NotComparedReason.DefinitionGone]));
    }

    [Fact]
    public async Task Execute_IntervalIsZero_TakesNoTurn()
    {
        await using var fixture = await ScheduleFixture.StartAsync(("FeatureStore:Verification:Interval", "00:00:00"));

        await fixture.Scheduler.RunAsync(Token);

        Assert.Empty(await fixture.ListAsync());
    }

    [Fact]
    public async Task RunOnce_NothingNewWasLogged_AsksForNothing()
    {
        await using var fixture = await ScheduleFixture.StartAsync();

        await fixture.Scheduler.RunOnceAsync(Token);
        Assert.Empty(await fixture.ListAsync());
        await fixture.LogAsync(1);
        await fixture.Scheduler.RunOnceAsync(Token);
        await fixture.EndOfAsync(1);
        await fixture.Scheduler.RunOnceAsync(Token);

        Assert.Single(await fixture.ListAsync());
    }

    [Fact]
    public async Task RunOnce_OneThatSomebodyAskedForWasMade_StillLooksAtAllSinceTheLastTurn()
    {
        await using var fixture = await ScheduleFixture.StartAsync();
        await fixture.LogAsync(2);
        await fixture.Store.SaveAsync(Ended(isScheduled: false, end: 2), Token);

        await fixture.Scheduler.RunOnceAsync(Token);

        Assert.Equal(0, (await fixture.EndOfAsync(2)).Request.First);
    }

    [Fact]
    public async Task RunOnce_TheLogWasBegunAnew_BeginsWithItsFirst()
    {
        await using var fixture = await ScheduleFixture.StartAsync();
        await fixture.Store.SaveAsync(Ended(isScheduled: true, end: 900), Token);
        await fixture.LogAsync(1);

        await fixture.Scheduler.RunOnceAsync(Token);

        var made = await fixture.EndOfAsync(2);
        Assert.Equal((0L, 1L), (made.Request.First, made.End));
    }

    [Fact]
    public async Task RunOnce_SeveralProcesses_EachLogIsLookedAtOnceByWhoHasIt()
    {
        await using var one = await ScheduleFixture.StartAsync();
        await using var two = await ScheduleFixture.StartAsync(one);
        await one.LogAsync(3);
        await two.LogAsync(5);
        await Task.WhenAll(one.ToldAsync(3), two.ToldAsync(5));

        await Task.WhenAll(one.Scheduler.RunOnceAsync(Token), two.Scheduler.RunOnceAsync(Token), one.Scheduler.RunOnceAsync(Token));
        await EndedAsync(one, 2);
        await two.Scheduler.RunOnceAsync(Token);

        var made = await one.ListAsync();
        Assert.Equal(
            new[] { (one.Process.Id, 0L, 3L), (two.Process.Id, 0L, 5L) }.OrderBy(static log => log.Id),
            made.Select(static made => (made.Log!, made.Request.First, made.End)).OrderBy(static log => log.Item1));
    }

    [Fact]
    public async Task RunOnce_AProcessIsGone_AsksForNothingOfItsLog()
    {
        await using var one = await ScheduleFixture.StartAsync();
        await using var two = await ScheduleFixture.StartAsync(one);
        await two.LogAsync(5);
        await two.ToldAsync(5);
        await two.LeaveAsync();

        await one.Scheduler.RunOnceAsync(Token);

        Assert.Empty(await one.ListAsync());
    }

    [Fact]
    public async Task Run_AnotherWasInChargeBefore_GoesOnWithItsInterval()
    {
        await using var fixture = await ScheduleFixture.StartAsync();
        await fixture.LogAsync(1);
        await fixture.Scheduler.RunOnceAsync(Token);
        await fixture.EndOfAsync(1);
        await fixture.LogAsync(1);
        fixture.Clock.Advance(TimeSpan.FromMinutes(45));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var running = fixture.Scheduler.RunAsync(stop.Token);
        await fixture.Clock.WaitForAsync(TimeSpan.FromMinutes(15));
        fixture.Clock.Advance(TimeSpan.FromMinutes(15));

        Assert.Equal(1, (await fixture.EndOfAsync(2)).Request.First);
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    private static async Task EndedAsync(ScheduleFixture fixture, int count)
    {
        IReadOnlyList<Verification> all;
        while ((all = await fixture.ListAsync()).Count < count || all.Any(static one => !one.HasEnded))
        {
            fixture.Clock.Advance(VerificationRunner.Poll);
            await Task.Yield();
        }
    }

    private static Verification Ended(bool isScheduled, long end) => new()
    {
        Id = Guid.CreateVersion7(DateTimeOffset.UnixEpoch), State = VerificationState.Completed, IsScheduled = isScheduled, Request = new VerificationRequest(), CreatedAt = default(Instant), End = end,
    };
}
