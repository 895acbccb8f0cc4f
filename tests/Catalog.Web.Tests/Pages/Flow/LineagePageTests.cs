using System.Net;
using AngleSharp.Dom;

namespace Catalog.Web.Tests.Pages.Flow;

public sealed class LineagePageTests(FlowServer server) : IClassFixture<FlowServer>
{
    private const string View = "/lineage/dataset:catalog:view/profile";

    [Fact]
    public async Task View_WithItsNeighbours_IsDrawnAndListedAlike()
    {
        var page = await server.OpenAsync(View);

        var nodes = page.QuerySelectorAll("a.node").Select(node => node.QuerySelector("title")!.TextContent).ToList();
        Assert.Equal(["file sales & <i>more.csv", "source sales", "feature view profile", "feature service churn", "data product Behaviour of customers"], nodes);
        var rows = page.QuerySelectorAll("tbody tr").Select(row => $"{row.Children[1].TextContent} {row.QuerySelector("th a")!.TextContent}").ToList();
        Assert.Equal(nodes, rows);
        Assert.Equal("Complete", page.QuerySelector(".pill")!.TextContent.Trim());
        Assert.Equal("feature view profile", page.QuerySelector("a.node[aria-current] title")!.TextContent);
    }

    [Fact]
    public async Task View_ThatARunWrote_HasObservedInkAndItsServiceDeclaredInk()
    {
        var page = await server.OpenAsync(View + "?depth=1");

        Assert.Equal(2, page.QuerySelectorAll("svg.lineage path.edge").Length);
        Assert.Single(page.QuerySelectorAll("svg.lineage .edge.declared"));
        Assert.Contains("materialize.profile", Words(RowOf(page, "profile")), StringComparison.Ordinal);
        Assert.Contains("profile (declared only)", Words(RowOf(page, "churn")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Source_ThatARunFilled_HasObservedInk()
    {
        var page = await server.OpenAsync("/lineage/dataset:catalog:source/sales?dir=upstream");

        Assert.Equal("edge", Assert.Single(page.QuerySelectorAll("svg.lineage path.edge")).ClassName);
        Assert.Contains("ingest.sales", Words(RowOf(page, "sales")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Columns_OfAView_AreDrawnWithTheirOrigins()
    {
        var page = await server.OpenAsync(View + "?zoom=column");

        Assert.Contains("last_price", page.QuerySelectorAll("a.lineage-column text").Select(column => column.TextContent));
        Assert.Equal("value of sales.price", Words(RowOf(page, "profile.last_price").Children[2]));
        Assert.NotEmpty(page.QuerySelectorAll("svg.lineage .edge.indirect"));
    }

    [Fact]
    public async Task RemovedColumn_BreaksWhatUsesIt()
    {
        var page = await server.OpenAsync("/lineage/datasetField:catalog:source/sales:price?if=removed");

        Assert.Equal("sales.price", page.QuerySelector("h1")!.TextContent);
        Assert.StartsWith("Breaks 1 feature, 1 feature view, 1 feature service and 1 data product.", Words(page.QuerySelector(".note")!), StringComparison.Ordinal);
        Assert.Equal(["churn.last_price", "profile.last_price", "Behaviour of customers"], [.. page.QuerySelectorAll("tbody th").Select(row => Words(row)).Order(StringComparer.Ordinal).OrderBy(name => name.StartsWith('B'))]);
        Assert.All(page.QuerySelectorAll("tbody tr"), row => Assert.EndsWith("Breaks", Words(row), StringComparison.Ordinal));

        // Only what breaks at the end is filled.
        Assert.Equal(["data product Behaviour of customers, breaks"], page.QuerySelectorAll("a.node.hitn title").Select(title => title.TextContent));
        Assert.Equal(2, page.QuerySelectorAll("a.node.passes").Length);

        // What is not touched has a look of its own, and the legend says which.
        Assert.Contains("source sales", page.QuerySelectorAll("a.node title").Select(title => title.TextContent));
        Assert.Equal(page.QuerySelectorAll("a.node.unaffected").Length > 0, Words(page.QuerySelector(".lineage-legend")!).EndsWith("not affected", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RemovedProduct_WhoseViewsAServiceReads_BreaksIt()
    {
        var page = await server.OpenAsync("/lineage/dataset:catalog:product/behaviour?if=removed");

        Assert.Null(page.QuerySelector(".note.fresh"));
        Assert.StartsWith("Breaks 1 feature service.", Words(page.QuerySelector(".note.failed")!), StringComparison.Ordinal);
        Assert.Equal("Breaks", Words(RowOf(page, "churn").Children[^1]));
        Assert.Contains("Used by1 node", Words(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LastRun_IsTheOneThatWroteIt_NotOneThatReadIt()
    {
        var page = await server.OpenAsync("/lineage/dataset:catalog:source/sales");

        var run = page.QuerySelectorAll(".facts > div").Single(fact => Words(fact).StartsWith("Last run", StringComparison.Ordinal)).QuerySelector("a")!.GetAttribute("href")!;
        Assert.StartsWith("ingest sales", Words((await server.OpenAsync(run)).QuerySelector("h1")!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(101)]
    [InlineData(12_000)]
    public async Task Lookup_OfMoreKeysThanAPageShows_IsRefusedInTheForm(int count)
    {
        var page = await server.OpenAsync($"/shop/views/profile?customer_id={string.Join("%2C", Enumerable.Range(100_000, count))}&features=last_price");

        Assert.Contains(
            "too many for a page: at most 100. Ask POST /get-online-features", Words(Assert.Single(page.QuerySelectorAll("#lookup .err"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RemovedColumn_ThatNothingUses_BreaksNothing()
    {
        var page = await server.OpenAsync("/lineage/datasetField:catalog:view/profile:product?if=removed");

        Assert.NotNull(page.QuerySelector(".note.fresh"));
        Assert.All(page.QuerySelectorAll("tbody tr"), row => Assert.EndsWith("Unaffected", Words(row), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Depth_ThatCuts_SaysSo()
    {
        var page = await server.OpenAsync("/lineage/dataset:catalog:source/sales?depth=1&dir=downstream");

        Assert.Equal("Cut at depth 1", page.QuerySelector(".pill")!.TextContent.Trim());
        Assert.Equal(2, page.QuerySelectorAll("a.node").Length);
    }

    [Fact]
    public async Task ForeignNames_WithColonsAndSlashes_AreReachedByTheirLinks()
    {
        await server.TakeEventAsync("""
            {"eventType": "COMPLETE", "eventTime": "2026-11-20T10:00:00Z", "producer": "urn:test", "schemaURL": "urn:test#/$defs/RunEvent",
             "run": {"runId": "01938c9c-0000-7000-8000-000000000001"}, "job": {"namespace": "airflow", "name": "dag.task"},
             "inputs": [{"namespace": "kafka://broker:9092", "name": "a b/c?d#e"}], "outputs": [{"namespace": "s3://bucket", "name": "x"}]}
            """);
        var run = await server.OpenAsync("/runs/01938c9c-0000-7000-8000-000000000001");

        foreach (var link in run.QuerySelectorAll("td.act a").Select(link => link.GetAttribute("href")!))
        {
            Assert.Equal(2, (await server.OpenAsync(link)).QuerySelectorAll("a.node").Length);
        }
    }

    [Fact]
    public async Task ManyFiles_AreDrawnAsOneAndListedOneByOne()
    {
        for (var i = 0; i < 6; i++)
        {
            await server.TakeEventAsync($$"""
                {"eventType": "COMPLETE", "eventTime": "2026-11-20T10:00:0{{i}}Z", "producer": "urn:test", "schemaURL": "urn:test#/$defs/RunEvent",
                 "run": {"runId": "01938c9c-0000-7000-8000-00000000010{{i}}"}, "job": {"namespace": "loader", "name": "load"},
                 "inputs": [{"namespace": "file", "name": "/in/part-{{i}}.csv"}], "outputs": [{"namespace": "db", "name": "bulk"}]}
                """);
        }

        var page = await server.OpenAsync("/lineage/dataset:db:bulk");

        var bundle = page.QuerySelectorAll("a.node").Single(node => node.QuerySelector("title")!.TextContent == "drawn as one 6 files");
        Assert.Contains("part-5.csv", page.QuerySelectorAll("tbody th").Select(row => Words(row)));
        Assert.Equal(7, (await server.OpenAsync(bundle.GetAttribute("href")!)).QuerySelectorAll("a.node").Length);
    }

    [Fact]
    public async Task Removed_TrainingSetThatIsNotKept_DoesNotBreak()
    {
        await server.TakeEventAsync("""
            {"eventType": "FAIL", "eventTime": "2026-11-20T10:00:00Z", "producer": "urn:test", "schemaURL": "urn:test#/$defs/RunEvent",
             "run": {"runId": "01938c9c-0000-7000-8000-000000000301"}, "job": {"namespace": "catalog", "name": "training-set.lost"},
             "inputs": [{"namespace": "db", "name": "apart"}], "outputs": [{"namespace": "catalog", "name": "training-set/lost"}]}
            """);

        Assert.Contains("lost", (await server.OpenAsync("/lineage/dataset:db:apart")).QuerySelectorAll("tbody th").Select(row => Words(row)));
        var impact = await server.OpenAsync("/lineage/dataset:db:apart?if=removed");
        Assert.StartsWith("Nothing within", Words(impact.QuerySelector(".note")!), StringComparison.Ordinal);
        Assert.Empty(impact.QuerySelectorAll("tbody tr"));
    }

    [Theory]
    [InlineData("/lineage/dataset:catalog:view/none")]
    [InlineData("/lineage/nonsense")]
    [InlineData("/lineage/datasetField:x")]
    public async Task Node_ThatIsUnknown_IsMissing(string address) => await server.OpenAsync(address, HttpStatusCode.NotFound);

    [Fact]
    public async Task Start_OffersDefinitionsAndWhatChanged()
    {
        var page = await server.OpenAsync("/lineage");

        var links = page.QuerySelectorAll("main a").Select(link => link.GetAttribute("href")).ToList();
        Assert.Contains("/lineage/dataset:catalog:product/behaviour", links);
        Assert.Contains("/lineage/dataset:catalog:source/sales", page.QuerySelectorAll(".light a").Select(link => link.GetAttribute("href")));
        Assert.Empty(page.QuerySelectorAll("main a i"));
    }

    internal static string Words(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static IElement RowOf(IElement page, string title) => page.QuerySelectorAll("tbody tr").First(row => Words(row.Children[0]) == title);
}
