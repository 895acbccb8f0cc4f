using Catalog.Core.Values;
using Ingestion.Model;
using Ingestion.Ports;

namespace Conformance.Ingestion;

/// <summary>What every store of check results must do.</summary>
public abstract class CheckResultStoreConformance : IAsyncLifetime
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    protected ICheckResultStore Store { get; private set; } = null!; // Set before each test.

    public async ValueTask InitializeAsync() => Store = await OpenAsync();

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected abstract ValueTask<ICheckResultStore> OpenAsync();

    [Fact]
    public async Task SaveAsync_SameRunAndRule_Replaces()
    {
        await Store.SaveAsync([Result(1, "r", CheckOutcome.Fail, 1, violations: 9)], Token);
        await Store.SaveAsync([Result(1, "r", CheckOutcome.Pass, 1)], Token);

        Assert.Equal([Result(1, "r", CheckOutcome.Pass, 1)], await Store.GetLatestAsync("s", Token));
        Assert.Empty(await Store.GetLatestAsync("other", Token));
    }

    [Fact]
    public async Task GetLatestAsync_NewestThatWasNotSkipped_ByRule()
    {
        await Store.SaveAsync(
            [
                Result(1, "b", CheckOutcome.Fail, 1), Result(2, "b", CheckOutcome.Warn, 2), Result(3, "b", CheckOutcome.Skip, 3),
                Result(1, "a", CheckOutcome.Skip, 1), Result(3, "a", CheckOutcome.Skip, 3),
            ],
            Token);

        Assert.Equal([("a", 3), ("b", 2)], (await Store.GetLatestAsync("s", Token)).Select(result => (result.Rule, result.At.ToDateTime().Day)));
    }

    [Fact]
    public async Task GetLatestAsync_NewestRunHadNoEvents_ThatBeforeItStands()
    {
        await Store.SaveAsync([Result(1, "r", CheckOutcome.Fail, 1, violations: 9), Result(2, "r", CheckOutcome.Pass, 2) with { Checked = 0 }], Token);

        Assert.Equal([Result(1, "r", CheckOutcome.Fail, 1, violations: 9)], await Store.GetLatestAsync("s", Token));
    }

    [Fact]
    public async Task GetLatestAsync_RuleOfEarlierContract_IsLeftOut()
    {
        await Store.SaveAsync([Result(1, "gone", CheckOutcome.Fail, 1, violations: 9), Result(1, "kept", CheckOutcome.Pass, 1)], Token);
        await Store.SaveAsync([Result(2, "kept", CheckOutcome.Skip, 2)], Token);

        Assert.Equal([Result(1, "kept", CheckOutcome.Pass, 1)], await Store.GetLatestAsync("s", Token));
    }

    [Fact]
    public async Task GetLatestAsync_NoSource_EverySourceByItsOwnNewestRun()
    {
        await Store.SaveAsync([Result(1, "r", CheckOutcome.Fail, 1) with { Source = "t" }, Result(2, "r", CheckOutcome.Pass, 2), Result(2, "q", CheckOutcome.Pass, 2)], Token);

        Assert.Equal([("s", "q", 2), ("s", "r", 2), ("t", "r", 1)], (await Store.GetLatestAsync(null, Token)).Select(result => (result.Source, result.Rule, result.At.ToDateTime().Day)));
    }

    [Fact]
    public async Task GetHistoryAsync_NoSource_EachSourceApart()
    {
        await Store.SaveAsync([Result(1, "r", CheckOutcome.Fail, 1, violations: 3) with { Source = "t" }, Result(2, "r", CheckOutcome.Pass, 1)], Token);

        Assert.Equal(
            [new CheckDay(new(2026, 11, 1), new("s", "r", CheckOutcome.Pass, 10, 0, null, 10, 1)), new CheckDay(new(2026, 11, 1), new("t", "r", CheckOutcome.Fail, 10, 3, null, 10, 1))],
            await Store.GetHistoryAsync(null, new(2026, 11, 1), new(2026, 11, 2), Token));
    }

    [Fact]
    public async Task GetHistoryAsync_DaysInRange_WorstOutcomeAndSums()
    {
        await Store.SaveAsync(
            [
                Result(1, "r", CheckOutcome.Pass, 1), Result(2, "r", CheckOutcome.Warn, 2, violations: 1),
                Result(3, "r", CheckOutcome.Fail, 2, violations: 4), Result(4, "r", CheckOutcome.Pass, 3),
            ],
            Token);

        Assert.Equal(
            [new CheckDay(new(2026, 11, 1), new("s", "r", CheckOutcome.Pass, 10, 0, null, 10, 1)), new CheckDay(new(2026, 11, 2), new("s", "r", CheckOutcome.Fail, 20, 5, null, 10, 2))],
            await Store.GetHistoryAsync("s", new(2026, 11, 1), new(2026, 11, 2), Token));
    }

    [Fact]
    public async Task GetTotalsAsync_NewestRuns_UntilThereAreEnoughEvents()
    {
        await Store.SaveAsync(
            [
                Result(1, "r", CheckOutcome.Fail, 1, violations: 7), Result(2, "r", CheckOutcome.Pass, 2) with { Checked = 100 }, Result(3, "r", CheckOutcome.Fail, 3, violations: 2) with { Checked = 2 },
                Result(3, "skipped", CheckOutcome.Skip, 3), Result(4, "r", CheckOutcome.Pass, 4) with { Checked = 0 }, Result(4, "r", CheckOutcome.Warn, 4, violations: 1) with { Source = "t" },
            ],
            Token);

        var skipped = new CheckTotal("s", "skipped", CheckOutcome.Skip, 10, 0, null, 10, 0);
        Assert.Equal(
            [new CheckTotal("s", "r", CheckOutcome.Fail, 102, 2, null, 100, 2), skipped, new CheckTotal("t", "r", CheckOutcome.Warn, 10, 1, null, 10, 1)],
            await Store.GetTotalsAsync(null, Span(from: 1, events: 50), Token));
        Assert.Equal([new CheckTotal("s", "r", CheckOutcome.Fail, 112, 9, null, 100, 3), skipped], await Store.GetTotalsAsync("s", Span(from: 1, events: 1000), Token));
        Assert.Equal([new CheckTotal("s", "r", CheckOutcome.Fail, 112, 9, null, 100, 3), skipped], await Store.GetTotalsAsync("s", Span(from: 1, events: 50, lately: 1), Token));
        Assert.Equal([new CheckTotal("s", "r", CheckOutcome.Fail, 2, 2, null, 2, 1), skipped], await Store.GetTotalsAsync("s", Span(from: 3, events: 1000), Token));
        Assert.Empty(await Store.GetTotalsAsync("none", Span(from: 3, events: 1000), Token));
    }

    [Fact]
    public async Task GetHistoryAsync_Measures_AreWeighedByEvents()
    {
        await Store.SaveAsync(
            [
                Result(1, "quality:known", CheckOutcome.Pass, 1) with { Checked = 90, Measured = 10 }, Result(2, "quality:known", CheckOutcome.Fail, 1, violations: 10) with { Measured = 100 },
            ],
            Token);

        Assert.Equal([new CheckDay(new(2026, 11, 1), new("s", "quality:known", CheckOutcome.Fail, 100, 10, 19, 90, 2))], await Store.GetHistoryAsync("s", new(2026, 11, 1), new(2026, 11, 2), Token));
    }

    [Fact]
    public async Task GetTotalsAsync_Measures_AreWeighedByEvents()
    {
        await Store.SaveAsync(
            [
                Result(1, "quality:known", CheckOutcome.Pass, 1) with { Checked = 90, Measured = 10 }, Result(2, "quality:known", CheckOutcome.Fail, 2, violations: 10) with { Measured = 100 },
            ],
            Token);

        Assert.Equal([new CheckTotal("s", "quality:known", CheckOutcome.Fail, 100, 10, 19, 90, 2)], await Store.GetTotalsAsync("s", Span(from: 1, events: 50), Token));
    }

    private static CheckSpan Span(int from, long events, int lately = 30) => new(Result(1, "r", CheckOutcome.Pass, from).At, Result(1, "r", CheckOutcome.Pass, lately).At, events);

    private static CheckResult Result(int run, string rule, CheckOutcome outcome, int day, long violations = 0) => new()
    {
        RunId = new Guid($"018f0000-0000-7000-8000-{run:x12}"), Source = "s", Contract = "c", ContractVersion = "1", Rule = rule, Outcome = outcome,
        Checked = 10, Violations = violations, At = Instant.From(new DateTimeOffset(2026, 11, day, 23, 59, 59, TimeSpan.Zero)),
    };
}
