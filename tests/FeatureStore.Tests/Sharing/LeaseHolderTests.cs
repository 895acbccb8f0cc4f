using Catalog.Core.Sharing;
using Conformance;

namespace FeatureStore.Tests.Sharing;

/// <summary>Work that one process at a time does.</summary>
public sealed class LeaseHolderTests : IAsyncDisposable
{
    private const string Duty = "duty";

    private readonly TimerClock _clock = new();
    private readonly MemoryLeases _leases;
    private readonly List<Worker> _workers = [];

    public LeaseHolderTests() => _leases = new MemoryLeases(_clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_TheHolderStopsInOrder_AnotherIsInChargeAtItsNextTurn()
    {
        var first = Start("first");
        await first.InChargeAsync();
        var second = Start("second");
        await TurnAsync(20);
        Assert.False(second.IsInCharge);

        await first.StopAsync();
        Assert.Empty(await _leases.ListAsync(Token));
        _clock.Advance(LeaseHolder.Turn);

        await second.InChargeAsync();
        Assert.Equal((1, 1), (first.Begun, second.Begun));
    }

    [Fact]
    public async Task RunAsync_TheHolderIsCutOff_StopsBeforeAnotherIsInCharge()
    {
        var first = Start("first");
        await first.InChargeAsync();
        first.Leases.IsCut = true;
        var second = Start("second");

        for (var turns = 0; !(await _leases.ListAsync(Token)).Any(static lease => lease.Holder.Id == "second"); turns++)
        {
            Assert.True(turns * LeaseHolder.Turn <= LeaseHolder.Term * 2, "Nobody took over.");
            await TurnAsync(1);
        }

        await second.InChargeAsync();
        Assert.False(first.IsInCharge);
        Assert.True(first.EndedAt < second.BegunAt, $"{first.EndedAt} is not before {second.BegunAt}.");
        Assert.NotEmpty(first.Failures);
        first.Leases.IsCut = false;
        await TurnAsync(20);
        Assert.Equal((1, true), (first.Begun, second.IsInCharge));
    }

    [Fact]
    public async Task RunAsync_TheStoreIsAwayForLessThanATerm_WorkGoesOn()
    {
        var first = Start("first");
        await first.InChargeAsync();
        var tried = first.Leases.TriedAsync();
        first.Leases.IsCut = true;
        await TurnAsync(1);
        await tried;
        first.Leases.IsCut = false;

        await TurnAsync(10);

        Assert.Equal((1, true), (first.Begun, first.IsInCharge));
    }

    [Fact]
    public async Task RunAsync_TheStoreIsAwayAtTheStart_TriesAgain()
    {
        var worker = Start("first", isCut: true);
        await TurnAsync(3);
        Assert.False(worker.IsInCharge);
        worker.Leases.IsCut = false;

        await TurnAsync(2);

        await worker.InChargeAsync();
        Assert.NotEmpty(worker.Failures);
    }

    [Fact]
    public async Task RunAsync_TheWorkFails_SaysSoAndBeginsAgain()
    {
        var worker = Start("first");
        await worker.InChargeAsync();

        worker.Fail();
        while ((await _leases.ListAsync(Token)).Count > 0)
        {
            await Task.Yield();
        }

        await SettleAsync();
        _clock.Advance(LeaseHolder.Turn);
        await worker.InChargeAsync();
        Assert.Equal(2, worker.Begun);

        Assert.Contains(worker.Failures, static failure => failure is InvalidOperationException);
    }

    [Fact]
    public async Task RunAsync_TheWorkEndsByItself_GivesTheLeaseBack()
    {
        await new LeaseHolder(_leases, new ThisProcess("1", "1"), _clock).RunAsync(Duty, static _ => Task.CompletedTask, static error => Assert.Fail(error.Message), Token);

        Assert.Empty(await _leases.ListAsync(Token));
    }

    [Fact]
    public async Task RunAsync_TheWorkGivesUpByItself_SaysSoAndBeginsAgain()
    {
        var (begun, heard) = (0, new List<Exception>());
        var running = new LeaseHolder(_leases, new ThisProcess("1", "1"), _clock).RunAsync(
            Duty, _ => ++begun == 1 ? throw new OperationCanceledException() : Task.CompletedTask, heard.Add, Token);
        while (!running.IsCompleted)
        {
            await TurnAsync(1);
        }

        await running;
        Assert.Equal(2, begun);
        Assert.IsAssignableFrom<OperationCanceledException>(Assert.Single(heard));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.StopAsync();
        }
    }

    private Worker Start(string name, bool isCut = false)
    {
        var worker = new Worker(name, new FlakyLeases(_leases) { IsCut = isCut }, _clock);
        _workers.Add(worker);
        return worker;
    }

    /// <summary>Lets so many turns go by; whoever works does first what is due.</summary>
    private async Task TurnAsync(int turns)
    {
        for (var turn = 0; turn < turns; turn++)
        {
            await SettleAsync();
            _clock.Advance(LeaseHolder.Turn);
            await SettleAsync();
        }
    }

    /// <summary>Everybody waits for the next turn.</summary>
    private Task SettleAsync() => _clock.WaitForAsync(LeaseHolder.Turn, _workers.Count(static worker => !worker.IsStopped));

    private sealed class Worker
    {
        private readonly TimerClock _clock;
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _running;
        private TaskCompletionSource _inCharge = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private TaskCompletionSource _work = new();

        internal Worker(string name, FlakyLeases leases, TimerClock clock)
        {
            (Leases, _clock) = (leases, clock);
            _running = new LeaseHolder(leases, new ThisProcess(name, name), clock).RunAsync(Duty, WorkAsync, Failures.Add, _stop.Token);
        }

        internal FlakyLeases Leases { get; }

        internal List<Exception> Failures { get; } = [];

        internal bool IsInCharge { get; private set; }

        internal bool IsStopped => _stop.IsCancellationRequested;

        internal int Begun { get; private set; }

        internal DateTimeOffset BegunAt { get; private set; }

        internal DateTimeOffset EndedAt { get; private set; }

        internal Task InChargeAsync() => _inCharge.Task.WaitAsync(Token);

        internal void Fail() => _work.SetException(new InvalidOperationException("The work fails."));

        internal async Task StopAsync()
        {
            await _stop.CancelAsync();
            await _running;
        }

        private async Task WorkAsync(CancellationToken held)
        {
            (IsInCharge, BegunAt, _work) = (true, _clock.GetUtcNow(), new TaskCompletionSource());
            Begun++;
            _inCharge.TrySetResult();
            try
            {
                await _work.Task.WaitAsync(held);
            }
            finally
            {
                (IsInCharge, EndedAt) = (false, _clock.GetUtcNow());
                _inCharge = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }
}
