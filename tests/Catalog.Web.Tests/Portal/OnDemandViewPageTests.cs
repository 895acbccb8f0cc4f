using System.Net;
using AngleSharp.Dom;

namespace Catalog.Web.Tests.Portal;

public sealed class OnDemandViewPageTests(ShopCatalogue shop)
{
    [Fact]
    public async Task Page_OfAnOnDemandView_ShowsExpressionsInputsAndReaders()
    {
        var page = (await shop.OpenAsync("/shop/on-demand/line_check")).QuerySelector("main")!;

        var features = page.QuerySelector("[aria-label='Features of line_check']")!;
        Assert.Equal("asked_price / nullif(last_price, 0)", features.QuerySelector("code")!.TextContent);
        Assert.StartsWith("/shop/on-demand/line_check/explain/", features.QuerySelector("tbody th a")!.GetAttribute("href"), StringComparison.Ordinal);
        Assert.Equal("double", features.QuerySelector(".type")!.TextContent);
        var inputs = page.QuerySelector("[aria-label='Inputs of line_check']")!;
        Assert.Equal(["last_price", "last_product", "asked_price"], inputs.QuerySelectorAll("tbody th").Select(static head => head.TextContent));
        Assert.Equal("/shop/views/last_line?feature=last_price", inputs.QuerySelector("tbody td a")!.GetAttribute("href"));
        Assert.Contains(page.QuerySelectorAll(".facts dd"), static fact => Text(fact).Contains("customer", StringComparison.Ordinal) && Text(fact).Contains("asked_price", StringComparison.Ordinal));
        Assert.Contains("\"asked_price\": [1]", page.QuerySelector(".snip pre")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/shop/on-demand/line_check/yaml", "YAML")]
    [InlineData("/shop/on-demand/line_check/versions", "Versions")]
    [InlineData("/shop/on-demand/line_check/proof", "Trained = served")]
    [InlineData("/shop/on-demand/line_check", "Trained = served")]
    public async Task Page_Tab_ShowsIt(string address, string title)
        => Assert.Contains((await shop.OpenAsync(address)).QuerySelectorAll("h2"), heading => heading.TextContent == title);

    [Theory]
    [InlineData("/shop/on-demand/nothing")]
    [InlineData("/office/on-demand/line_check")]
    public async Task Page_OfNone_IsNotFound(string address) => Assert.Equal(HttpStatusCode.NotFound, (await shop.TryOpenAsync(address)).Status);

    [Theory]
    [InlineData("to_last_price", new[] { "customer", "asked_price" })]
    [InlineData("bought_last", new[] { "customer" })]
    public async Task ExplainPage_OfAFeature_AsksForWhatItReadsAlone(string feature, string[] names)
    {
        var page = await shop.OpenAsync($"/shop/on-demand/line_check/explain/{feature}");

        Assert.Equal([.. names, "at", "known"], page.QuerySelectorAll(".explain-form input.input").Select(static input => input.GetAttribute("name")));
        Assert.Equal(names.Skip(1), page.QuerySelectorAll(".explain-form input[name=null]").Select(static input => input.GetAttribute("value")!));
    }

    [Theory]
    [InlineData("/shop/on-demand/line_check@1/explain/bought_last")]
    [InlineData("/shop/views/last_line@1/explain/last_price")]
    public async Task ExplainPage_OfAVersion_LeadsBackToThePage(string address)
    {
        var crumb = (await shop.OpenAsync(address)).QuerySelectorAll(".crumbs a")[^1].GetAttribute("href")!;

        Assert.Equal(HttpStatusCode.OK, (await shop.TryOpenAsync(crumb)).Status);
    }

    [Fact]
    public async Task ExplainPage_RequestValueThatIsNull_IsExplainedAndLinked()
    {
        var page = await shop.OpenAsync("/shop/on-demand/line_check/explain/to_last_price?customer=1&asked_price=7&null=asked_price");

        Assert.Equal("null", RequestCell(page));
        Assert.True(page.QuerySelector("input[name=null]")!.HasAttribute("checked"));
        Assert.Equal("/api/v1/explanations?feature=line_check%3Ato_last_price&key.customer=1&null=asked_price", page.QuerySelector(".actions a")!.GetAttribute("href"));
        Assert.Contains("--null asked_price", page.QuerySelector(".snip pre")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListOfFeatureViews_NamesOnDemandViewsApart()
    {
        var page = (await shop.OpenAsync("/views")).QuerySelector("main")!;

        Assert.Equal("/shop/on-demand/line_check", page.QuerySelector("[aria-label='On-demand feature views'] tbody th a")!.GetAttribute("href"));
        Assert.Empty((await shop.OpenAsync("/views?domain=office")).QuerySelectorAll("[aria-label='On-demand feature views']"));
    }

    [Fact]
    public async Task PageOfTheViewThatItReads_NamesItAsAReader()
        => Assert.Contains((await shop.OpenAsync("/shop/views/last_line")).QuerySelectorAll(".list a"), static link => link.TextContent == "line_check");

    private static string RequestCell(IElement page)
        => page.QuerySelectorAll("[aria-label=Inputs] tbody tr").Single(static row => row.TextContent.Contains("the request", StringComparison.Ordinal)).QuerySelector("td")!.TextContent;

    private static string Text(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
