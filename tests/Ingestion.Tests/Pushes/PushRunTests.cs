using Ingestion.Model;
using Ingestion.Tests.Testing;

namespace Ingestion.Tests.Pushes;

public sealed class PushRunTests : IDisposable
{
    private const string Line = """{"id":"z","at":"2026-01-01T00:00:00Z","amount":1}""";

    private readonly StoredState _state = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task Pushes_OfAWhile_AreOneRunThatEndsWhenNoneComes()
    {
        await using var pushes = new TestPushes(_state, Orders.Sources());
        var first = await pushes.PushAsync(Orders.Lines);
        pushes.Clock.Move(TimeSpan.FromSeconds(50));
        await pushes.Runs.TendAsync(Token);
        var second = await pushes.PushAsync(Line);
        pushes.Clock.Move(TimeSpan.FromSeconds(59));
        await pushes.Runs.TendAsync(Token);
        var open = await JobAsync();
        pushes.Clock.Move(TimeSpan.FromSeconds(1));
        await pushes.Runs.TendAsync(Token);

        Assert.Equal(first.RunId, second.RunId);
        Assert.Equal((IngestionJobKind.Push, IngestionJobState.Running), (open.Kind, open.State));
        Assert.Equal((10L, 5L, 5L), (open.Result!.Read, open.Result.Accepted, open.Result.Quarantined));
        var ended = await JobAsync();
        Assert.Equal(IngestionJobState.Completed, ended.State);
        Assert.Equal("completed", _state.Journal.Ends[first.RunId]);
        Assert.NotEqual(first.RunId, (await pushes.PushAsync(Line)).RunId);
    }

    [Fact]
    public async Task Pushes_LongerThanTheWindow_AreASecondRun()
    {
        await using var pushes = new TestPushes(_state, Orders.Sources());
        var runs = new List<Guid>();
        for (var minute = 0; minute <= 62; minute++)
        {
            runs.Add((await pushes.PushAsync(Line.Replace("z", $"z{minute}", StringComparison.Ordinal))).RunId);
            await pushes.Runs.TendAsync(Token);
            pushes.Clock.Move(TimeSpan.FromSeconds(59));
        }

        Assert.Equal(2, runs.Distinct().Count());
        Assert.Equal("completed", _state.Journal.Ends[runs[0]]);
        Assert.DoesNotContain(runs[^1], _state.Journal.Ends.Keys);
    }

    [Fact]
    public async Task Tend_AfterPushes_StoresTheResultsOfTheChecks()
    {
        await using var pushes = new TestPushes(_state, Orders.Sources());
        await pushes.PushAsync(Orders.Lines);
        await pushes.Runs.TendAsync(Token);
        await pushes.PushAsync(Line);
        await pushes.Runs.TendAsync(Token);

        var results = _state.Checks.All.ToDictionary(static result => result.Rule, static result => (result.Outcome, result.Checked, result.Violations));
        // One of the ten is malformed, so that nine could be looked into.
        Assert.Equal((CheckOutcome.Fail, 10L, 1L), results[EventRules.Malformed]);
        Assert.Equal((CheckOutcome.Fail, 9L, 1L), results["required:id"]);
        Assert.Equal((CheckOutcome.Pass, 9L, 0L), results["type:at"]);
    }

    [Fact]
    public async Task EndAll_HostStops_EndsTheRun()
    {
        await using var pushes = new TestPushes(_state, Orders.Sources());
        var result = await pushes.PushAsync(Orders.Lines);

        await pushes.Runs.EndAllAsync(Token);

        var job = await JobAsync();
        Assert.Equal((IngestionJobState.Completed, 9L), (job.State, job.Result!.Read));
        Assert.Equal("completed", _state.Journal.Ends[result.RunId]);
    }

    [Fact]
    public async Task EndAbandoned_ProcessDied_EndsItsRunWithWhatWasKept()
    {
        await using (var dying = new TestPushes(_state, Orders.Sources()))
        {
            await dying.PushAsync(Orders.Lines);
            await dying.Runs.TendAsync(Token);
        }

        await using var pushes = new TestPushes(_state, Orders.Sources());
        await pushes.EndAbandonedAsync();
        await pushes.EndAbandonedAsync();

        var job = await JobAsync();
        Assert.Equal((IngestionJobState.Completed, 9L), (job.State, job.Result!.Read));
        Assert.Equal("completed", _state.Journal.Ends[job.RunId]);
    }

    private async Task<IngestionJob> JobAsync() => Assert.Single(await _state.Jobs.GetRecentAsync("orders", 10, Token));
}
