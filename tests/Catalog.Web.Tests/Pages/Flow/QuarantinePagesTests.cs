using System.Net;
using static Catalog.Web.Tests.Pages.Flow.LineagePageTests;

namespace Catalog.Web.Tests.Pages.Flow;

public sealed class QuarantinePagesTests(FlowServer server) : IClassFixture<FlowServer>
{
    [Fact]
    public async Task List_Sources_ShowsWhatWaits()
    {
        var page = await server.OpenAsync("/quarantine");

        Assert.Equal("2 open", Words(page.QuerySelector(".pill")!));
        Assert.StartsWith("sales shop 2 minimum:price 1, required:customer_id 1", Words(page.QuerySelectorAll("tbody tr")[0]), StringComparison.Ordinal);
        Assert.EndsWith("nothing waits –", Words(page.QuerySelectorAll("tbody tr")[1]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Source_NewestEvent_IsShownWholeWithItsRefusedBytes()
    {
        var page = await server.OpenAsync("/quarantine/sales?rule=minimum:price");

        var pane = page.QuerySelector(".pane-sticky")!;
        Assert.Contains($"record 3, line 4, byte {FlowServer.Lines.IndexOf("2,2026-11-20T12", StringComparison.Ordinal)}", Words(pane), StringComparison.Ordinal);
        Assert.Equal("-1", pane.QuerySelector(".record-fields .refused")!.TextContent);
        Assert.Equal("2d31-1", string.Concat(pane.QuerySelectorAll("#raw-hex mark").Select(mark => mark.TextContent)));
        Assert.Contains("sales 1.0.0", Words(pane), StringComparison.Ordinal);
        Assert.Contains($"Last refusedby run {server.RunId.ToString()[..8]}", Words(pane), StringComparison.Ordinal);
        Assert.NotNull(pane.QuerySelector($"a[href='/runs/{server.RunId}']"));
    }

    [Fact]
    public async Task Source_EmptyField_IsMarkedByItsSeparators()
    {
        var pane = (await server.OpenAsync("/quarantine/sales?rule=required:customer_id")).QuerySelector(".pane-sticky")!;

        Assert.Equal("2c,", string.Concat(pane.QuerySelectorAll("#raw-hex mark").Select(mark => mark.TextContent)));
        Assert.Equal("missing", pane.QuerySelector(".record-fields .refused")!.TextContent);
        Assert.Empty(pane.QuerySelectorAll(".record-fields b"));
        Assert.Contains("<b>plate</b>", Words(pane.QuerySelector(".record-fields")!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Source_Rules_AreCountedAndToggledByLinks()
    {
        var page = await server.OpenAsync("/quarantine/sales?rule=minimum:price");

        Assert.Equal(["minimum:price true", "required:customer_id false"], page.QuerySelectorAll("[role=checkbox]").Select(box => $"{Words(box)} {box.GetAttribute("aria-checked")}"));
        Assert.Equal(["/quarantine/sales", "/quarantine/sales?rule=minimum%3Aprice&rule=required%3Acustomer_id"], page.QuerySelectorAll("[role=checkbox]").Select(box => box.GetAttribute("href")));
        Assert.Equal("25 %", page.QuerySelectorAll("tbody td.m2")[0].TextContent.Replace(".0", "", StringComparison.Ordinal));
        Assert.Equal(30, page.QuerySelector(".heat")!.Children.Length);
        Assert.Single(page.QuerySelectorAll("tr input[type=checkbox][aria-label^='Select ']"), box => box.GetAttribute("aria-label") != "Select all on this page");
    }

    [Fact]
    public async Task Source_Export_GivesTheSameEvents()
    {
        var page = await server.OpenAsync("/quarantine/sales?rule=minimum:price&text=bowl");

        Assert.Equal("/api/v1/quarantine/export?source=sales&rule=minimum%3Aprice&text=bowl&state=open", page.QuerySelector("a[download]")!.GetAttribute("href"));
    }

    [Theory]
    [InlineData("?text=nothing+like+that")]
    [InlineData("?state=dismissed")]
    [InlineData("?rule=none")]
    public async Task Source_NarrowedToNothing_OffersTheWayBack(string query)
        => Assert.Equal("/quarantine/sales", (await server.OpenAsync("/quarantine/sales" + query)).QuerySelector(".blank a")!.GetAttribute("href"));

    [Theory]
    [InlineData("?seq=999999", "There is no event 999999; showing the newest.")]
    [InlineData("?seq=x", "There is no event x; showing the newest.")]
    [InlineData("?state=odd", "There is no state odd; showing the open events. Known are open, replayed, dismissed and all.")]
    public async Task Source_PartThatIsUnknown_IsSaid(string query, string note)
    {
        var page = await server.OpenAsync("/quarantine/sales" + query);

        Assert.Equal(note, Words(Assert.Single(page.QuerySelectorAll(".page-note"))));
        Assert.NotNull(page.QuerySelector(".pane-sticky"));
    }

    [Theory]
    [InlineData("/quarantine/sales?seq=1")]
    [InlineData("/quarantine/sales?state=all")]
    [InlineData("/runs?state=completed&kind=ingestion")]
    [InlineData("/training-sets/new?service=churn")]
    public async Task Parts_ThatAreKnown_BringNoNote(string address) => Assert.Empty((await server.OpenAsync(address)).QuerySelectorAll(".page-note"));

    [Theory]
    [InlineData("/runs?state=odd", "There is no state odd; showing runs in all states. Known are running, failed, completed and aborted.")]
    [InlineData("/training-sets/new?service=nope", "There is no feature service nope; showing the first that there is.")]
    [InlineData("/shop/products/behaviour?port=bogus", "There is no port bogus; showing churn.")]
    [InlineData("/shop/views/profile?feature=nope", "There is no feature nope; showing last_price.")]
    public async Task Parts_ThatAreUnknown_AreSaid(string address, string note)
        => Assert.Contains(note, (await server.OpenAsync(address)).QuerySelectorAll(".page-note").Select(Words)); // A view may have no statistics yet, and say so.

    [Theory]
    [InlineData("?seq=999999")]
    [InlineData("?seq=x&cursor=-3&by=moon&state=odd")]
    public async Task Source_PartsThatMakeNoSense_DoNoHarm(string query) => await server.OpenAsync("/quarantine/sales" + query);

    [Fact]
    public async Task Source_WithoutRefusals_SaysSo() => Assert.Contains("Nothing waits here", Words(await server.OpenAsync("/quarantine/quiet")), StringComparison.Ordinal);

    [Fact]
    public async Task Source_ThatIsUnknown_IsMissing() => await server.OpenAsync("/quarantine/none", HttpStatusCode.NotFound);

    [Fact]
    public async Task Source_LongEvent_SaysWhatIsShownAndOffersTheWhole()
    {
        await using var other = new FlowServer();
        await other.InitializeAsync();
        await other.IngestAsync("long.csv", $"{Http.IngestionServer.Header}7,2026-11-20T10:00:00Z,-9,{new string('x', 5_000)}\n");

        var pane = (await other.OpenAsync("/quarantine/sales")).QuerySelector(".pane-sticky")!;

        Assert.Contains("These are the first 4,096 of 5,026 bytes. Download all of them", Words(pane), StringComparison.Ordinal);
        Assert.Contains("(first 1,000 of 5,000 characters)", Words(pane.QuerySelector(".record-fields")!), StringComparison.Ordinal);
        Assert.All(pane.QuerySelectorAll("a[download]"), static link => Assert.Matches("^/api/v1/quarantine/[0-9]+/raw$", link.GetAttribute("href")!));
        Assert.Empty(pane.QuerySelectorAll("[data-copy]"));
    }
}
