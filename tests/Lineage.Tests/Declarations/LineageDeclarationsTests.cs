using Catalog.Core.Events;
using Catalog.Core.Values;
using Conformance.Lineage;
using Lineage.Declarations;
using Lineage.Graph;
using Lineage.Ingest;
using Lineage.Model;
using Lineage.Runs;
using Lineage.Tests.Support;

namespace Lineage.Tests.Declarations;

public sealed class LineageDeclarationsTests
{
    private static readonly DatasetRef Source = DatasetRef.Source("sales") with { Fields = [new("price", new DataType(ScalarType.Double))] };

    private readonly ReferenceStore _store = new();
    private readonly ManualClock _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Replace_Declarations_AreEdgesThatNoRunHasShown()
    {
        using var declarations = Process();

        await declarations.ReplaceAsync([Declare(Source), Declare(View("price"), Source)], Token);

        var graph = await GraphAsync("dataset:catalog:view/profile");
        var edge = Assert.Single(graph.Edges);
        Assert.Equal(("dataset:catalog:source/sales", true, null), (edge.From, edge.Declared, edge.LastSeen));
        var column = Assert.Single(await new LineageGraphService(_store).FindColumnEdgesAsync(graph, Token));
        Assert.Equal(("datasetField:catalog:source/sales:price", "datasetField:catalog:view/profile:last"), (column.From, column.To));
        Assert.Contains("price", (await _store.FindDatasetAsync(new DatasetId("catalog", "source/sales"), Token))!.Schema!.Fields, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replace_SameAgain_AppendsNothing()
    {
        using var first = Process();
        await first.ReplaceAsync([Declare(Source), Declare(View("price"), Source)], Token);
        var events = await CountAsync();

        await first.ReplaceAsync([Declare(Source), Declare(View("price"), Source)], Token);
        using var restarted = Process();
        await restarted.ReplaceAsync([Declare(Source), Declare(View("price"), Source)], Token);

        Assert.Equal(events, await CountAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Replace_OneThatIsGone_IsWithdrawn(bool afterRestart)
    {
        using var before = Process();
        await before.ReplaceAsync([Declare(Source), Declare(View("price"), Source)], Token);
        _clock.Advance(TimeSpan.FromHours(1));
        using var after = afterRestart ? Process() : null;

        await (after ?? before).ReplaceAsync([Declare(Source)], Token);

        var graph = await GraphAsync("dataset:catalog:view/profile");
        Assert.Empty(graph.Edges);
        Assert.Empty(await new LineageGraphService(_store).FindColumnEdgesAsync(await GraphAsync("dataset:catalog:source/sales"), Token));
    }

    [Fact]
    public async Task Replace_ChangedOrigin_LeavesTheOldOneOut()
    {
        using var declarations = Process();
        await declarations.ReplaceAsync([Declare(Source), Declare(View("price"), Source)], Token);

        await declarations.ReplaceAsync([Declare(Source), Declare(View("amount"), Source) with { At = At(1) }], Token);

        var column = Assert.Single(await new LineageGraphService(_store).FindColumnEdgesAsync(await GraphAsync("dataset:catalog:view/profile"), Token));
        Assert.Equal("datasetField:catalog:source/sales:amount", column.From);
    }

    [Fact]
    public async Task Replace_WithdrawnAndDeclaredAgain_IsBack()
    {
        using var declarations = Process();
        await declarations.ReplaceAsync([Declare(View("price"), Source)], Token);
        _clock.Advance(TimeSpan.FromHours(1));
        await declarations.ReplaceAsync([], Token);

        await declarations.ReplaceAsync([Declare(View("price"), Source) with { At = At(2) }], Token);

        Assert.Single((await GraphAsync("dataset:catalog:view/profile")).Edges);
    }

    [Fact]
    public async Task Replace_OriginsWithSubtypes_KeepBothOfOneColumn()
    {
        using var declarations = Process();
        var view = View("price");
        view = view with
        {
            Origins =
            [
                view.Origins[0] with { Subtype = ColumnOrigin.Aggregation },
                view.Origins[0] with { Indirect = true, Subtype = ColumnOrigin.Filter },
            ],
        };

        await declarations.ReplaceAsync([Declare(Source), Declare(view, Source)], Token);

        var columns = await new LineageGraphService(_store).FindColumnEdgesAsync(await GraphAsync("dataset:catalog:view/profile"), Token);
        Assert.Equal([("AGGREGATION", false), ("FILTER", true)], columns.Select(static column => (column.Subtype, column.Indirect)).Order());
    }

    private static DatasetDeclaration Declare(DatasetRef dataset, params DatasetRef[] inputs) => new(dataset, inputs, At(0));

    private static DatasetRef View(string column) => DatasetRef.View("profile") with
    {
        Fields = [new("last", new DataType(ScalarType.Double))],
        Origins = [new ColumnOrigin("last", DatasetRef.Source("sales"), column)],
    };

    private static Instant At(int hours) => Instant.From(new ManualClock().GetUtcNow() + TimeSpan.FromHours(hours));

    private LineageDeclarations Process() => new(new EventAppender(_store, new RunChanges(), _clock), _store, _store, _clock);

    private Task<LineageGraph> GraphAsync(string node) => new LineageGraphService(_store).FindAsync(new GraphQuery { NodeId = node }, Token);

    private async Task<int> CountAsync() => (await _store.ListEventsAsync(new EventFilter { Limit = 1000 }, Token)).Events.Count;
}
