using System.Text;
using Catalog.Core.Events;
using Conformance.Lineage;
using Lineage.Graph;
using Lineage.Model;
using Lineage.Parsing;
using Lineage.Runs;
using Lineage.Tests.Support;

namespace Lineage.Tests.Runs;

public sealed class RunJournalTests
{
    private readonly JournalFixture _fixture = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CompleteAsync_WholeRun_IsToldByItsEvents()
    {
        await using (var run = await _fixture.Journal.StartAsync(JournalFixture.Start(), Token))
        {
            run.Report(1000);
            await run.CompleteAsync(
                new RunOutcome
                {
                    Outputs = [JournalFixture.Output(406_829)],
                    Figures = new Dictionary<string, long> { ["read"] = 541_909, ["quarantined"] = 135_080 },
                    Summary = "All of the file.",
                },
                Token);
        }

        var detail = await FindAsync();
        Assert.Equal(
            (RunState.Completed, RunKind.Ingestion, "loyalty", "online_retail.csv.gz", "All of the file.", false),
            (detail.Summary.State, detail.Summary.Kind, detail.Summary.Domain, detail.Summary.Title, detail.Summary.Outcome, detail.Summary.IsLive));
        Assert.Equal(135_080, detail.Summary.Figures["quarantined"]);
        Assert.Equal((1000L, 541_909L), (detail.Summary.Progress?.Done, detail.Summary.Progress?.Total));
        Assert.Equal(["START", "COMPLETE"], detail.Events.Select(stored => stored.EventType));
        Assert.Equal(new DatasetId("file", "/data/online_retail.csv.gz"), Assert.Single(detail.Inputs).Id);
        Assert.Equal((406_829L, 40_682_900L), (Assert.Single(detail.Outputs).RowCount, detail.Outputs[0].ByteCount));
    }

    [Fact]
    public async Task Events_OfEveryKind_FollowTheStandardStrictly()
    {
        var ways = new Func<IRun, Task>[]
        {
            run => run.CompleteAsync(new RunOutcome { Inputs = [JournalFixture.Output(3)], Outputs = [JournalFixture.Output(5)] }, Token),
            run => run.FailAsync("unreadable-file", "Reading 'a.csv' failed.", Token),
            run => run.AbortAsync("Stopped by ada.", Token),
        };
        for (var i = 0; i < ways.Length; i++)
        {
            await using var run = await _fixture.Journal.StartAsync(JournalFixture.Start(i + 1), Token);
            await ways[i](run);
        }

        var events = (await _fixture.Store.ListEventsAsync(new EventFilter(), Token)).Events;
        Assert.Equal(["START", "COMPLETE", "START", "FAIL", "START", "ABORT"], events.Select(stored => stored.EventType));
        Assert.Empty(events.SelectMany(stored => EventParser.Parse(Encoding.UTF8.GetBytes(stored.Body!), ParseMode.Strict).Findings));
    }

    [Fact]
    public async Task FailAsync_CodeAndMessage_AreShown()
    {
        await using var run = await _fixture.Journal.StartAsync(JournalFixture.Start(), Token);

        await run.FailAsync("unreadable-file", "Reading 'a.csv' failed.", Token);

        var summary = (await FindAsync()).Summary;
        Assert.Equal((RunState.Failed, "unreadable-file", "Reading 'a.csv' failed."), (summary.State, summary.ErrorCode, summary.Message));
        Assert.NotNull(summary.EndedAt);
    }

    [Fact]
    public async Task AbortAsync_Reason_IsShown()
    {
        await using var run = await _fixture.Journal.StartAsync(JournalFixture.Start(), Token);

        await run.AbortAsync("Stopped by ada.", Token);

        var summary = (await FindAsync()).Summary;
        Assert.Equal((RunState.Aborted, null, "Stopped by ada."), (summary.State, summary.ErrorCode, summary.Message));
    }

    [Fact]
    public async Task StartAsync_Columns_AreInTheGraphAtOnce()
    {
        await using var run = await _fixture.Journal.StartAsync(JournalFixture.Start(), Token);
        var graphs = new LineageGraphService(_fixture.Store);

        var graph = await graphs.FindAsync(new GraphQuery { NodeId = "dataset:catalog:source/loyalty-transactions" }, Token);

        Assert.Equal(
            ["dataset:file:/data/online_retail.csv.gz", "job:catalog:ingest.loyalty-transactions", "dataset:catalog:source/loyalty-transactions"],
            graph.Nodes.Select(node => node.Id));
        Assert.Equal(
            [("CustomerID", true), ("Quantity", false)],
            (await graphs.FindColumnEdgesAsync(graph, Token)).Select(edge => (edge.From.Split(':')[^1], edge.Indirect)));
    }

    [Fact]
    public async Task Report_ManyTimes_IsKeptOnceASecondAtMost()
    {
        await using var run = await _fixture.Journal.StartAsync(JournalFixture.Start(), Token);
        for (var second = 1; second <= 3; second++)
        {
            for (var i = 0; i < 1000; i++)
            {
                run.Report((second * 1000) + i);
            }

            var kept = second;
            await _fixture.TickAsync(() => _fixture.Store.SavedProgress.Count == kept, Token);
        }

        Assert.Equal([1999L, 2999L, 3999L], _fixture.Store.SavedProgress.Select(progress => progress.Done));
        var summary = (await FindAsync()).Summary;
        Assert.True(summary.IsLive);
        Assert.Equal(3999 / 3.0, summary.Progress?.RatePerSecond);
        Assert.Equal((541_909 - 3999) / (3999 / 3.0), summary.Progress?.Remaining?.TotalSeconds ?? 0, precision: 3);
    }

    [Fact]
    public async Task Report_LessThanBefore_DoesNotFall()
    {
        await using var run = await _fixture.Journal.StartAsync(JournalFixture.Start(), Token);
        run.Report(10);
        run.Report(7, total: 20);

        var progress = (await FindAsync()).Summary.Progress;
        Assert.Equal((10L, 20L, 0.5), (progress?.Done, progress?.Total, progress?.Fraction));
    }

    [Fact]
    public async Task Report_FromManyThreads_KeepsTheGreatest()
    {
        await using var run = await _fixture.Journal.StartAsync(JournalFixture.Start(), Token);

        Parallel.For(0, 100_000, i => run.Report(i));

        Assert.Equal(99_999, (await FindAsync()).Summary.Progress?.Done);
    }

    [Fact]
    public async Task RunningEvent_OfALongRun_IsSentHourly()
    {
        await using var run = await _fixture.Journal.StartAsync(JournalFixture.Start(), Token);
        for (var hour = 1; hour <= 3; hour++)
        {
            run.Report(hour);
            _fixture.Clock.Set(_fixture.Clock.GetUtcNow() + TimeSpan.FromHours(1));
            var sent = 1 + hour;
            await _fixture.TickAsync(() => _fixture.Store.EventCount == sent, Token);
        }

        await run.CompleteAsync(new RunOutcome(), Token);

        Assert.Equal(
            ["START", "RUNNING", "RUNNING", "RUNNING", "COMPLETE"], (await FindAsync()).Events.Select(stored => stored.EventType));
    }

    [Fact]
    public async Task StartAsync_AfterTheProcessDied_GoesOnWithTheSameRun()
    {
        await using (var first = await _fixture.Journal.StartAsync(JournalFixture.Start(), Token))
        {
            first.Report(1000);
        }

        Assert.Equal((RunState.Running, false), ((await FindAsync()).Summary.State, (await FindAsync()).Summary.IsLive));
        var restarted = new JournalFixture(_fixture.Store, _fixture.Clock);
        // The clock of the machine was set back in between.
        _fixture.Clock.Set(_fixture.Clock.GetUtcNow() - TimeSpan.FromDays(1));

        await using var second = await restarted.Journal.StartAsync(JournalFixture.Start(), Token);
        Assert.Equal(1000, (await restarted.Queries.FindAsync(second.Id, null, Token))?.Summary.Progress?.Done);
        second.Report(2000);
        await second.CompleteAsync(new RunOutcome(), Token);

        var detail = await FindAsync();
        Assert.Equal((RunState.Completed, 2000L), (detail.Summary.State, detail.Summary.Progress?.Done));
        Assert.Equal(["START", "RUNNING", "COMPLETE"], detail.Events.Select(stored => stored.EventType));
        Assert.True(detail.Summary.StartedAt < detail.Summary.EndedAt);
    }

    [Fact]
    public async Task StartAsync_RunInProgress_IsRefusedAndLeavesItAlone()
    {
        await using var run = await _fixture.Journal.StartAsync(JournalFixture.Start(), Token);

        var exception = await Assert.ThrowsAsync<LineageException>(() => _fixture.Journal.StartAsync(JournalFixture.Start(), Token));

        Assert.Equal("run-in-progress", exception.Code);
        await run.CompleteAsync(new RunOutcome(), Token);
    }

    [Fact]
    public async Task CompleteAsync_Twice_IsRefused()
    {
        await using var run = await _fixture.Journal.StartAsync(JournalFixture.Start(), Token);
        await run.CompleteAsync(new RunOutcome(), Token);

        var exception = await Assert.ThrowsAsync<LineageException>(() => run.FailAsync("a", "b", Token));

        Assert.Equal("run-ended", exception.Code);
        Assert.Equal(RunState.Completed, (await FindAsync()).Summary.State);
    }

    [Fact]
    public async Task CompleteAsync_StoreDown_CanBeRepeated()
    {
        await using var run = await _fixture.Journal.StartAsync(JournalFixture.Start(), Token);
        _fixture.Store.Failure = new JournalFixture.StoreDownException();
        await Assert.ThrowsAsync<JournalFixture.StoreDownException>(() => run.CompleteAsync(new RunOutcome(), Token));

        _fixture.Store.Failure = null;
        await run.CompleteAsync(new RunOutcome(), Token);

        Assert.Equal(RunState.Completed, (await FindAsync()).Summary.State);
    }

    [Fact]
    public async Task Report_StoreDownForAWhile_LetsTheRunGoOn()
    {
        await using var run = await _fixture.Journal.StartAsync(JournalFixture.Start(), Token);
        _fixture.Store.Failure = new JournalFixture.StoreDownException();
        run.Report(1);
        await _fixture.TickAsync(() => _fixture.Store.Refused > 0, Token);

        _fixture.Store.Failure = null;
        run.Report(2);
        await _fixture.TickAsync(() => _fixture.Store.SavedProgress.Count > 0, Token);

        Assert.Equal(2, Assert.Single(_fixture.Store.SavedProgress).Done);
    }

    [Fact]
    public async Task StartAsync_StoreDown_LeavesNothingBehind()
    {
        _fixture.Store.Failure = new JournalFixture.StoreDownException();
        await Assert.ThrowsAsync<JournalFixture.StoreDownException>(() => _fixture.Journal.StartAsync(JournalFixture.Start(), Token));

        _fixture.Store.Failure = null;
        await using var run = await _fixture.Journal.StartAsync(JournalFixture.Start(), Token);

        Assert.Equal("START", Assert.Single((await FindAsync()).Events).EventType);
    }

    [Fact]
    public async Task StartAsync_NamesThatCannotBe_AreRefused()
    {
        var starts = new[]
        {
            JournalFixture.Start() with { RunId = Guid.Empty },
            JournalFixture.Start() with { Domain = string.Empty },
            JournalFixture.Start() with { Job = string.Empty },
            JournalFixture.Start() with { Inputs = [new DatasetRef("file", new string('x', 3000))] },
        };
        foreach (var start in starts)
        {
            var exception = await Assert.ThrowsAsync<LineageException>(() => _fixture.Journal.StartAsync(start, Token));
            Assert.Equal("invalid-run", exception.Code);
        }
    }

    private async Task<RunDetail> FindAsync()
    {
        var detail = await _fixture.Queries.FindAsync(EventBuilder.RunId(1), null, Token);
        Assert.NotNull(detail);
        return detail;
    }
}
