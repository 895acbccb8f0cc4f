using Catalog.Core.Events;
using FeatureStore.Model;
using Ingestion.Enrichments;
using Ingestion.Events;
using Ingestion.Model;
using Ingestion.Pipelines;
using Ingestion.Tests.Testing;

namespace Ingestion.Tests.Enrichments;

/// <summary>Enriched sources as definitions change, runs are shown and things go wrong.</summary>
public sealed class EnrichmentServiceTests : IDisposable
{
    private static readonly (string, string) Rich = ("rich", "tickets");

    private readonly EnrichmentState _state = new(TestEnrichment.TierView(), TestEnrichment.LastTicketView(), TestEnrichment.TicketTierView());
    private readonly ManySources _sources = new(TestEnrichment.Tickets, TestEnrichment.Tiers, TestEnrichment.Rich, TestEnrichment.Richer);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task Enrich_RowThatArrivesLater_ChangesNothing()
    {
        await using var process = await TestEnrichment.StartAsync(_state);
        await process.AppendAsync("tiers", EventTargets.Both, (1, 10, 100));
        await process.AppendAsync("tickets", EventTargets.Both, (1, 50, 7));
        await process.SettleAsync(Rich);
        await process.AppendAsync("tiers", EventTargets.Both, (1, 40, 200));
        await process.AppendAsync("tickets", EventTargets.Both, (1, 50, 8), (1, 39, 9));
        await process.SettleAsync(Rich);

        Assert.Equal([100L, 200L, 100L], (await process.ReadAsync("rich")).Select(static item => item.Number(3)));
    }

    [Fact]
    public async Task Enrich_RowOfTheOnlineStoreOnly_IsNoHistory()
    {
        await using var process = await TestEnrichment.StartAsync(_state);
        await process.AppendAsync("tiers", EventTargets.Offline, (1, 10, 100));
        await process.AppendAsync("tiers", EventTargets.Online, (1, 20, 200));
        await process.AppendAsync("tickets", EventTargets.Both, (1, 50, 7));
        await process.SettleAsync(Rich);

        Assert.Equal(100L, Assert.Single(await process.ReadAsync("rich")).Number(3));
    }

    [Fact]
    public async Task Flush_ViewOfAnEnrichedSource_WaitsForWhatStandsInTheStream()
    {
        await using var process = await TestEnrichment.StartAsync(_state);
        for (var round = 1; round <= 10; round++)
        {
            await process.AppendAsync("tickets", EventTargets.Both, [.. Enumerable.Range(0, 50).Select(static i => ((long?)(i % 5), (int?)i, (long?)i))]);

            await process.Views.FlushAsync(TestEnrichment.TicketTierView().Id, Token);

            Assert.Equal(round * 50, process.Views.Statuses.Single(static status => status.View.Name == "ticket_tier").DurablePosition);
        }
    }

    [Fact]
    public async Task Apply_ChangedEnrichment_MakesWhatFollowsAndLeavesWhatIsThere()
    {
        await using var process = await TestEnrichment.StartAsync(_state, _sources);
        await process.AppendAsync("tiers", EventTargets.Both, (1, 10, 100));
        await process.AppendAsync("tickets", EventTargets.Both, (1, 20, 1), (1, 30, 2));
        await process.SettleAsync(Rich);
        var onlyTier = TestEnrichment.Made("rich", TestEnrichment.Tickets, TestEnrichment.Rich.Enrichments[0]) with { Version = 2 };
        _sources.Apply(onlyTier);
        await UntilAsync(() => _state.Jobs.GetRecentAsync("rich@1", 10, Token), static jobs => jobs.All(static job => job.HasEnded));

        await process.AppendAsync("tickets", EventTargets.Both, (1, 40, 3));
        await process.SettleAsync(Rich);

        var events = await process.ReadAsync("rich");
        Assert.Equal([(1, 5), (1, 5), (2, 4)], events.Select(static item => (item.Version, item.Values.Length)));
        Assert.Equal([1L, 2, 3], events.Select(static item => item.Number(2)));
    }

    [Fact]
    public async Task Enrich_NewVersionOfAView_IsJoinedOnceItAnswers()
    {
        await using var process = await TestEnrichment.StartAsync(_state);
        await process.AppendAsync("tiers", EventTargets.Both, (1, 10, 100));
        await process.AppendAsync("tickets", EventTargets.Both, (1, 20, 1));
        await process.SettleAsync(Rich);
        var second = TestEnrichment.TierView() with
        {
            Version = 2, Features = [new Feature { Name = "tier", Type = new(Catalog.Core.Values.ScalarType.Int64), From = "tier * 2", Reads = [new ViewInput("tier", new(Catalog.Core.Values.ScalarType.Int64))] }],
        };
        _state.Views.Apply(second);
        await UntilAsync(() => _state.Versions.ListAsync(Token), versions => versions.Contains(second.Id));

        await process.AppendAsync("tickets", EventTargets.Both, (1, 30, 2));
        await process.SettleAsync(Rich);

        Assert.Equal([100L, 200L], (await process.ReadAsync("rich")).Select(static item => item.Number(3)));
    }

    [Fact]
    public async Task Enrich_ViewIsGone_SaysSoAndGoesOnWhenItComesBack()
    {
        await using var process = await TestEnrichment.StartAsync(_state);
        _state.Views.Remove("customer_tier");
        await process.AppendAsync("tickets", EventTargets.Both, (1, 20, 1));
        await UntilAsync(() => Task.FromResult(StatusOf(process)), static status => status is { State: PipelineState.Failing });

        Assert.Contains("'customer_tier', which does not exist", StatusOf(process)!.Error, StringComparison.Ordinal);
        Assert.Empty(await process.ReadAsync("rich"));

        _state.Views.Apply(TestEnrichment.TierView());
        await process.SettleAsync(Rich);
        await UntilAsync(() => Task.FromResult(StatusOf(process)), static status => status is { State: PipelineState.Running, Error: null, Lag: 0, Position: 1 });
        Assert.Single(await process.ReadAsync("rich"));
    }

    [Fact]
    public async Task Run_OfASource_NamesStreamViewsAndColumns()
    {
        await using (var process = await TestEnrichment.StartAsync(_state))
        {
            await process.AppendAsync("tickets", EventTargets.Both, (1, 20, 1), (2, 30, 2));
            await process.SettleAsync(Rich);
        }

        var run = Assert.Single(_state.Journal.Runs, static run => run.Start.Job == "enrich.rich");
        Assert.Equal((RunKind.Enrichment, "d", "events", "complete"), (run.Start.Kind, run.Start.Domain, run.Start.ProgressUnit, run.End));
        Assert.Equal(["source/tickets", "view/customer_tier", "view/last_ticket"], run.Outcome!.Inputs.Select(static input => input.Name));
        Assert.Equal((2L, 2L), (run.Outcome.Figures["events"], run.Outcome.Figures["rows"]));
        var output = Assert.Single(run.Outcome.Outputs);
        Assert.Equal(("source/rich", 2L), (output.Name, output.RowCount));
        Assert.Contains(new ColumnOrigin("previous", DatasetRef.View("last_ticket"), "number"), output.Origins);
        Assert.Contains(new ColumnOrigin("previous", DatasetRef.Source("tickets"), "customer", Indirect: true), output.Origins);
        Assert.Equal(IngestionJobState.Completed, Assert.Single(await _state.Jobs.GetRecentAsync("rich@1", 10, Token)).State);
    }

    private static EnrichmentStatus? StatusOf(TestEnrichment process) => process.Enrichments.Statuses.FirstOrDefault(static status => status.Source == "rich");

    private static async Task UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> isRight)
    {
        while (!isRight(await ask()))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), Token);
        }
    }
}
