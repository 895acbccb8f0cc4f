using Conformance.Lineage;
using Lineage.Graph;
using Lineage.Model;
using static Conformance.Lineage.EventBuilder;

namespace Lineage.Tests.Graph;

public sealed class LineageGraphServiceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FindAsync_OtherConsumersOfASource_AreNotFollowed()
    {
        await using var store = await StoreAsync(
            Run("COMPLETE", 1, job: "mine").Input("source").Output("out").Build(),
            Run("COMPLETE", 1, job: "other").Input("source").Output("elsewhere").Build());

        var graph = await FindAsync(store, new GraphQuery { NodeId = Id("out") });

        Assert.Equal([Id("source"), "job:jobs:mine", Id("out")], graph.Nodes.Select(node => node.Id));
        Assert.Equal([-2, -1, 0], graph.Nodes.Select(node => node.Distance));
        Assert.True(graph.Complete);
    }

    [Fact]
    public async Task FindAsync_Circle_Ends()
    {
        await using var store = await StoreAsync(Run("COMPLETE", 1).Input("a").Output("a").Build());

        var graph = await FindAsync(store, new GraphQuery { NodeId = Id("a") });

        Assert.Equal(2, graph.Nodes.Count);
        Assert.Equal(2, graph.Edges.Count);
        Assert.True(graph.Complete);
    }

    [Fact]
    public async Task FindAsync_MoreNodesThanTheLimit_SaysSoAndKeepsTheNearest()
    {
        var reader = Run("COMPLETE", 1, job: "near").Input("a").Output("b").Build();
        var events = Enumerable.Range(0, 600).Select(i => Run("COMPLETE", 1, run: i, job: $"far{i}").Input("b").Build()).Prepend(reader);
        await using var store = await StoreAsync([.. events]);

        var graph = await FindAsync(store, new GraphQuery { NodeId = Id("a"), Limit = 500 });

        Assert.Equal(500, graph.Nodes.Count);
        Assert.Equal(GraphTruncation.Nodes, graph.TruncatedBy);
        Assert.Equal([Id("a"), "job:jobs:near", Id("b")], graph.Nodes.Take(3).Select(node => node.Id));
        Assert.All(graph.Edges, edge => Assert.True(graph.Nodes.Any(node => node.Id == edge.From) && graph.Nodes.Any(node => node.Id == edge.To)));
    }

    [Fact]
    public async Task FindAsync_DepthReached_SaysSo()
    {
        await using var store = await StoreAsync(Run("COMPLETE", 1).Input("a").Output("b").Build());

        Assert.Equal(GraphTruncation.Depth, (await FindAsync(store, new GraphQuery { NodeId = Id("a"), Depth = 1 })).TruncatedBy);
        Assert.Null((await FindAsync(store, new GraphQuery { NodeId = Id("a"), Depth = 2 })).TruncatedBy);
    }

    [Fact]
    public async Task FindAsync_OtherNameOfADataset_ShowsItsTable()
    {
        await using var store = await StoreAsync(
            Run("COMPLETE", 1, job: "writer").Output("path", Symlinks(("table", "TABLE"))).Build(),
            Run("COMPLETE", 2, job: "reader").Input("table").Build());

        var graph = await FindAsync(store, new GraphQuery { NodeId = Id("path") });

        Assert.Equal(Id("table"), graph.Start);
        Assert.Equal(["job:jobs:writer", Id("table"), "job:jobs:reader"], graph.Nodes.Select(node => node.Id));
    }

    [Fact]
    public async Task FindAsync_ColumnThatFilters_ReachesEverythingBehindIt()
    {
        await using var store = await StoreAsync(
            Run("COMPLETE", 1, job: "one").Input("a").Output("b", Columns(("x", "a", "id"), (string.Empty, "a", "country"))).Build(),
            Run("COMPLETE", 2, job: "two").Input("b").Output("c", Columns(("y", "b", "x"))).Build());

        var down = await FindAsync(store, new GraphQuery { NodeId = Column("a", "country"), Direction = LineageDirection.Downstream });
        var up = await FindAsync(store, new GraphQuery { NodeId = Column("c", "y"), Direction = LineageDirection.Upstream });

        Assert.Equal([Column("a", "country"), Column("b", string.Empty), Column("c", "y")], down.Nodes.Select(node => node.Id));
        Assert.Equal([Column("a", "country"), Column("a", "id"), Column("b", "x"), Column("c", "y")], up.Nodes.Select(node => node.Id));
    }

    [Fact]
    public async Task FindAsync_LatestRunOfAJob_IsThatWhichStartedLast()
    {
        await using var store = await StoreAsync(
            Run("START", 1, run: 1).Build(), Run("FAIL", 9, run: 1).Build(), Run("START", 5, run: 2).Build());

        Assert.Equal(RunState.Running, Assert.Single((await FindAsync(store, new GraphQuery { NodeId = "job:jobs:job" })).Nodes).LatestRun);
    }

    [Theory]
    [InlineData(-1, 500, "depth is '-1'")]
    [InlineData(101, 500, "depth is '101'")]
    [InlineData(1, 0, "limit is '0'")]
    [InlineData(1, 501, "limit is '501'")]
    public async Task FindAsync_NumberOutOfRange_SaysTheRange(int depth, int limit, string words)
    {
        await using var store = await StoreAsync();

        var exception = await Assert.ThrowsAsync<LineageException>(
            () => FindAsync(store, new GraphQuery { NodeId = Id("a"), Depth = depth, Limit = limit }));

        Assert.Contains(words, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindAsync_UnknownNode_SaysSo()
    {
        await using var store = await StoreAsync();

        var exception = await Assert.ThrowsAsync<LineageException>(() => FindAsync(store, new GraphQuery { NodeId = Id("a") }));

        Assert.Equal(Catalog.Core.Errors.ErrorCategory.NotFound, exception.Category);
    }

    private static string Id(string name) => DatasetId(name).ToString();

    private static string Column(string dataset, string column) => NodeIdGrammar.FormatColumn(DatasetId(dataset), column);

    private static Task<LineageGraph> FindAsync(ReferenceStore store, GraphQuery query) => new LineageGraphService(store).FindAsync(query, Token);

    private static async Task<ReferenceStore> StoreAsync(params LineageEvent[] events)
    {
        var store = new ReferenceStore();
        await store.AppendAsync(events, Epoch, Token);
        return store;
    }
}
