using System.Text.Json.Nodes;
using Catalog.Core.Values;
using Lineage.Model;
using Lineage.Runs;
using static Conformance.Lineage.EventBuilder;

namespace Conformance.Lineage;

/// <summary>What every lineage store must do. The comments name the ingest rules that follow from OpenLineage and from Marquez' defects.</summary>
public abstract class LineageStoreConformance : IAsyncLifetime
{
    private LineageStores? _stores;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected LineageStores Stores => _stores ?? throw new InvalidOperationException("The test has not begun.");

    public async ValueTask InitializeAsync() => _stores = await CreateAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_stores is not null)
        {
            await _stores.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task AppendAsync_RandomEventsShuffledAndRepeated_EqualsTheReference(int seed)
    {
        var generator = new EventGenerator(seed);
        var events = generator.Make(120);
        await using var reference = new ReferenceStore();
        await reference.AppendAsync(events, Epoch, Token);

        generator.Shuffle(events);
        for (var i = 0; i < events.Count;)
        {
            var size = Math.Min(1 + generator.Next(20), events.Count - i);
            await Stores.Events.AppendAsync(events.GetRange(i, size), Epoch, Token);
            i += size;
        }

        Assert.Equal(await StoreDump.WriteAsync(reference, Token), await StoreDump.WriteAsync(Stores, Token));
    }

    [Fact]
    public async Task AppendAsync_ManyWritersAtOnce_EqualsTheReference()
    {
        var generator = new EventGenerator(5);
        var events = generator.Make(60);
        await using var reference = new ReferenceStore();
        await reference.AppendAsync(events, Epoch, Token);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(writer => Task.Run(
            async () =>
            {
                for (var i = writer; i < events.Count; i += 6)
                {
                    await Stores.Events.AppendAsync([events[i]], Epoch, Token);
                }
            },
            Token)));

        Assert.Equal(await StoreDump.WriteAsync(reference, Token), await StoreDump.WriteAsync(Stores, Token));
    }

    [Fact] // Rule 4
    public async Task AppendAsync_KnownEvent_ChangesNothing()
    {
        var lineageEvent = Run("START", 0).Input("a").Build();

        Assert.Equal([true, false], await AppendAsync(lineageEvent, lineageEvent));
        var before = await StoreDump.WriteAsync(Stores, Token);
        Assert.Equal([false], await AppendAsync(lineageEvent));

        Assert.Equal(before, await StoreDump.WriteAsync(Stores, Token));
        Assert.Single((await Stores.Events.ListEventsAsync(new EventFilter(), Token)).Events);
    }

    [Fact]
    public async Task AppendAsync_NoEvents_ReturnsNothing()
        => Assert.Empty(await AppendAsync());

    [Fact] // Rule 3
    public async Task AppendAsync_CompleteAfterFail_StaysFailed()
    {
        await AppendAsync(Run("FAIL", 5).Build());
        await AppendAsync(Run("COMPLETE", 6).Build(), Run("START", 1).Build());

        var run = Assert.Single(await Stores.Runs.FindRunsAsync(RunId(1), Token)).Record;
        Assert.Equal(RunState.Failed, run.State);
        Assert.Equal(Epoch + TimeSpan.FromSeconds(5), run.EndedAt);
        Assert.Equal(Epoch + TimeSpan.FromSeconds(1), run.StartedAt);
    }

    [Fact] // Rule 2
    public async Task AppendAsync_SameRunIdOfTwoJobs_KeepsTwoRuns()
    {
        await AppendAsync(Run("START", 1, job: "one").Input("a").Build(), Run("COMPLETE", 2, job: "two").Input("b").Build());

        var runs = await Stores.Runs.FindRunsAsync(RunId(1), Token);
        Assert.Equal(["one", "two"], runs.Select(run => run.Record.Id.Job.Name));
        Assert.Equal([RunState.Running, RunState.Completed], runs.Select(run => run.Record.State));
        Assert.Equal(DatasetId("b"), Assert.Single(await Stores.Runs.ListRunDatasetsAsync(runs[1].Record.Id, Token)).Dataset);
    }

    [Fact]
    public async Task AppendAsync_DeletedFacet_DoesNotComeBackWithALateEvent()
    {
        await AppendAsync(Run("START", 1).JobFacet("documentation", Facet(("description", "old"))).Build());
        await AppendAsync(Run("COMPLETE", 3).JobFacet("documentation", Facet(("_deleted", true))).Build());
        await AppendAsync(Run("RUNNING", 2).JobFacet("documentation", Facet(("description", "late"))).Build());

        var job = await Stores.Catalog.FindJobAsync(JobId(), Token);
        Assert.NotNull(job);
        Assert.Null(job.Record.Facets.Find("documentation"));
    }

    [Fact] // Rule 7
    public async Task AppendAsync_SchemaInOtherOrder_AddsNoVersion()
    {
        await AppendAsync(
            Run("START", 1).Output("a", Schema(("x", "int"), ("y", "string"))).Build(),
            Run("RUNNING", 2).Output("a", Schema(("y", "string"), ("x", "int"))).Build());
        Assert.Single(await Stores.Catalog.ListSchemasAsync(DatasetId("a"), Token));

        await AppendAsync(Run("COMPLETE", 3).Output("a", Schema(("y", "string"), ("x", "long"))).Build());
        Assert.Equal(2, (await Stores.Catalog.ListSchemasAsync(DatasetId("a"), Token)).Count);
    }

    [Fact] // Rule 1
    public async Task FindDatasetAsync_ByAnyName_ShowsTheTable()
    {
        await AppendAsync(
            Run("START", 1).Input("s3/path", Symlinks(("db.table", "TABLE"), ("s3", "LOCATION"))).Build(),
            Run("START", 2, run: 2, job: "other").Input("db.table").Build());

        foreach (var name in new[] { "s3/path", "db.table" })
        {
            var dataset = await Stores.Catalog.FindDatasetAsync(DatasetId(name), Token);
            Assert.Equal(DatasetId("db.table"), dataset?.Id);
            Assert.Equal([DatasetId("db.table"), DatasetId("s3/path")], dataset?.Names);
        }

        Assert.Equal(2, (await Stores.Runs.ListRunsAsync(new RunFilter { Dataset = DatasetId("s3/path") }, Token)).Runs.Count);
    }

    [Fact]
    public async Task FindDatasetAsync_SymlinkTakenBack_SplitsTheNames()
    {
        await AppendAsync(OfDataset(1, "a", Symlinks(("b", "TABLE"))).Build());
        await AppendAsync(OfDataset(2, "a", Symlinks()).Build());

        Assert.Equal(DatasetId("a"), (await Stores.Catalog.FindDatasetAsync(DatasetId("a"), Token))?.Id);
    }

    [Fact]
    public async Task ListEventsAsync_ByPages_GivesEachEventOnceAsReceived()
    {
        var events = Enumerable.Range(0, 5).Select(second => Run("OTHER", second)).ToList();
        await AppendAsync([.. events.Select(next => next.Build())]);
        await AppendAsync(Run("OTHER", 9, run: 2).Build());

        var bodies = new List<string?>();
        long? next = 0;
        while (next is { } after)
        {
            var page = await Stores.Events.ListEventsAsync(new EventFilter { RunId = RunId(1), AfterSequence = after, Limit = 2 }, Token);
            Assert.InRange(page.Events.Count, 1, 2);
            bodies.AddRange(page.Events.Select(stored => stored.Body));
            next = page.NextSequence;
        }

        Assert.Equal(events.Select(built => built.ToJson()), bodies);
    }

    [Fact] // Rule 8
    public async Task PruneEventsAsync_OldBodies_KeepsGraphAndIdentity()
    {
        var old = Run("START", 0).Input("a").Build();
        await AppendAsync(old, Run("COMPLETE", 10).Build());
        var before = await StoreDump.WriteAsync(Stores, Token);

        Assert.Equal(1, await Stores.Events.PruneEventsAsync(Epoch + TimeSpan.FromSeconds(10), Token));
        Assert.Equal(0, await Stores.Events.PruneEventsAsync(Epoch + TimeSpan.FromSeconds(10), Token));

        Assert.Equal([false], await AppendAsync(old));
        Assert.Equal(before, await StoreDump.WriteAsync(Stores, Token));
        var events = (await Stores.Events.ListEventsAsync(new EventFilter(), Token)).Events;
        Assert.Equal([true, false], events.Select(stored => stored.Body is null));
    }

    [Fact]
    public async Task ListRunsAsync_Filtered_GivesMatchingRunsLatestFirst()
    {
        await AppendAsync(
            Run("START", 1, run: 1).RunFacet("catalog_run", Own("Ingestion", "loyalty")).Build(),
            Run("START", 3, run: 2).RunFacet("catalog_run", Own("TrainingSet", "loyalty")).Build(),
            Run("FAIL", 2, run: 3).RunFacet("catalog_run", Own("Ingestion", "fleet")).Build(),
            Run("COMPLETE", 4, run: 4, job: "other").Input("a").Build());

        Assert.Equal([4, 2, 3, 1], await ListAsync(new RunFilter()));
        Assert.Equal([2, 1], await ListAsync(new RunFilter { State = RunState.Running }));
        Assert.Equal([3, 1], await ListAsync(new RunFilter { Kind = Catalog.Core.Events.RunKind.Ingestion }));
        Assert.Equal([2, 1], await ListAsync(new RunFilter { Domain = "loyalty" }));
        Assert.Equal([4], await ListAsync(new RunFilter { Job = JobId("other") }));
        Assert.Equal([4], await ListAsync(new RunFilter { Dataset = DatasetId("a") }));
        Assert.Equal([4], await ListAsync(new RunFilter { Dataset = DatasetId("a"), Direction = DatasetDirection.Input }));
        Assert.Empty(await ListAsync(new RunFilter { Dataset = DatasetId("a"), Direction = DatasetDirection.Output }));
        Assert.Empty(await ListAsync(new RunFilter { Dataset = DatasetId("unknown") }));
        var counts = await Stores.Runs.CountRunsAsync(new RunFilter { Domain = "loyalty" }, Token);
        Assert.Equal(2, Assert.Single(counts).Value);
    }

    [Fact]
    public async Task ListRunsAsync_ManyRunsAtOneTime_PagesGiveEachOnce()
    {
        await AppendAsync([.. Enumerable.Range(1, 11).Select(run => Run("START", run == 6 ? 1 : 0, run).Build())]);

        var seen = new List<int>();
        string? cursor = null;
        do
        {
            var page = await Stores.Runs.ListRunsAsync(new RunFilter { Limit = 3, Cursor = cursor }, Token);
            seen.AddRange(page.Runs.Select(Number));
            cursor = page.Next?.ToString();
        }
        while (cursor is not null);

        Assert.Equal(6, seen[0]);
        Assert.Equal(Enumerable.Range(1, 11), seen.Order());
    }

    [Fact]
    public async Task SaveProgressAsync_Again_ReplacesIt()
    {
        await AppendAsync(Run("START", 1).Build());
        var key = new RunKey(RunId(1), JobId());
        await Stores.Runs.SaveProgressAsync(key, new RunProgress(5, null, "rows", 0.5, Epoch), Token);
        var latest = new RunProgress(7, 10, "bytes", 2, new Instant(Epoch.UnixMicroseconds + 1));

        await Stores.Runs.SaveProgressAsync(key, latest, Token);

        Assert.Equal(latest, Assert.Single(await Stores.Runs.FindRunsAsync(RunId(1), Token)).Progress);
    }

    [Fact]
    public async Task Reads_OfAnEmptyStore_FindNothing()
    {
        Assert.Empty(await Stores.Catalog.ListNamespacesAsync(Token));
        Assert.Null(await Stores.Catalog.FindDatasetAsync(DatasetId("a"), Token));
        Assert.Null(await Stores.Catalog.FindJobAsync(JobId(), Token));
        Assert.Empty(await Stores.Catalog.ListSchemasAsync(DatasetId("a"), Token));
        Assert.Empty(await Stores.Runs.FindRunsAsync(RunId(1), Token));
        Assert.Empty(await Stores.Runs.ListRunDatasetsAsync(new RunKey(RunId(1), JobId()), Token));
        Assert.Empty((await Stores.Runs.ListRunsAsync(new RunFilter(), Token)).Runs);
        Assert.Empty(await Stores.Graph.FindNodesAsync([DatasetId("a").Key], Token));
        Assert.Empty((await Stores.Events.ListEventsAsync(new EventFilter(), Token)).Events);
    }

    /// <summary>Opens an empty store for one test.</summary>
    protected abstract Task<LineageStores> CreateAsync();

    private static JsonObject Own(string kind, string domain) => Facet(("kind", kind), ("domain", domain));

    private static int Number(StoredRun run) => BitConverter.ToInt32(run.Record.Id.RunId.ToByteArray());

    private Task<IReadOnlyList<bool>> AppendAsync(params LineageEvent[] events) => Stores.Events.AppendAsync(events, Epoch, Token);

    private async Task<IEnumerable<int>> ListAsync(RunFilter filter) => (await Stores.Runs.ListRunsAsync(filter, Token)).Runs.Select(Number);
}
