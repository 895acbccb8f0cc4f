using System.Net;
using AngleSharp.Dom;

namespace Catalog.Web.Tests.Portal;

public sealed class SearchPageTests(ShopCatalogue shop)
{
    [Fact]
    public async Task Search_Words_StandInTheOrderOfTheirTiers()
    {
        var page = await MainAsync("/search?q=lines");

        Assert.Equal(["lines", "lines"], TitlesOf(page)[..2]);
        Assert.Contains("Receipts", TitlesOf(page));
        Assert.Equal("lines", page.QuerySelector(".result h2 mark")!.TextContent);
        // Twelve, and the training sets that other tests have made by then.
        Assert.Matches("^[0-9]+ of 1[2-9] in ", page.QuerySelector(".search-found")!.TextContent);
    }

    [Fact]
    public async Task Search_ColumnName_NamesThePlaceAndLeadsThere()
    {
        var page = await MainAsync("/search?q=last_price");

        Assert.Equal("/shop/views/last_line?feature=last_price", page.QuerySelector(".result:has(a[href='/shop/views/last_line']) .cols-hit a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Search_Facet_TickedNarrowsAndLeadsBack()
    {
        var page = await MainAsync("/search?q=domain:office");

        Assert.Equal(["books", "office", "quiet"], TitlesOf(page).Order(StringComparer.Ordinal));
        var ticked = page.QuerySelector(".facet a[aria-checked=true]")!;
        Assert.Equal(("office", "/search"), (ticked.TextContent.Trim(), ticked.GetAttribute("href")));
        Assert.Contains(page.QuerySelectorAll(".facet a").Select(link => link.GetAttribute("href")), href => href == "/search?q=domain%3Aoffice%20domain%3Ashop");
    }

    [Fact]
    public async Task Search_Freshness_NarrowsByTheLight()
    {
        Assert.Contains("last_line", TitlesOf(await MainAsync("/search?q=freshness:fresh")));
        Assert.Empty(TitlesOf(await MainAsync("/search?q=freshness:stale")));
    }

    [Theory]
    [InlineData("/search?q=lines", "Source", "written_at")]
    [InlineData("/search?q=lines&sel=Contract/lines", "Contract", "required")]
    [InlineData("/search?q=receipts&sel=DataProduct/receipts", "Data product", "feature service")]
    [InlineData("/search?q=advice&sel=FeatureService/advice_v1", "Feature service", "last_price")]
    [InlineData("/search?q=customer&sel=Entity/customer", "Entity", "Join key")]
    [InlineData("/search?q=crew&sel=Team/crew", "Team", "ana, ben")]
    [InlineData("/search?q=shop&sel=Domain/shop", "Domain", "Sources")]
    [InlineData("/search?q=last_line&sel=FeatureView/last_line", "Feature view", "last_product")]
    public async Task Search_ChosenHit_IsShownInMoreDetail(string address, string kind, string text)
    {
        var page = await MainAsync(address);
        var preview = page.QuerySelector(".preview")!;

        Assert.Equal(kind, preview.QuerySelector("dd")!.TextContent);
        Assert.Contains(text, preview.TextContent, StringComparison.Ordinal);
        Assert.Single(page.QuerySelectorAll(".result.on"));
    }

    [Fact]
    public async Task Search_Misspelt_FindsWhatIsLikeItAndSaysSo()
    {
        var page = await MainAsync("/search?q=reciepts");

        Assert.Contains("Receipts", TitlesOf(page));
        Assert.Equal("Nothing has “reciepts”. Near it:", page.QuerySelector(".panel .note-text")!.TextContent.Trim());
        Assert.Contains("Receipts", page.QuerySelectorAll(".result h2 mark").Select(mark => mark.TextContent));
        Assert.Null((await MainAsync("/search?q=receipts")).QuerySelector(".panel .note-text"));
    }

    [Theory]
    [InlineData("%01")]
    [InlineData("%2D%2D%2D")]
    public async Task Search_WithoutALetter_NamesNothingNearButTheWayOut(string words)
    {
        var page = await MainAsync("/search?q=" + words);

        Assert.Equal(["/search"], page.QuerySelectorAll(".blank a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task Search_Nothing_OffersNearNamesAndTheWayOut()
    {
        var page = await MainAsync("/search?q=recxxpts%20domain:office");

        Assert.Empty(TitlesOf(page));
        Assert.Contains("Receipts", page.QuerySelectorAll(".blank a").Select(link => link.TextContent));
        Assert.Contains("/search?q=recxxpts", page.QuerySelectorAll(".blank a").Select(link => link.GetAttribute("href")));
    }

    [Theory]
    [InlineData("/search?q=%22%3E%3Cscript%3E&sel=%3Cb%3E&from=x")]
    [InlineData("/search?from=1000")]
    [InlineData("/search?q=kind:nothing")]
    public async Task Search_Nonsense_BreaksNothing(string address)
    {
        var (status, page) = await shop.TryOpenAsync(address);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Empty(page.QuerySelectorAll("main script"));
    }

    private async Task<IElement> MainAsync(string address) => (await shop.OpenAsync(address)).QuerySelector("main")!;

    private static string[] TitlesOf(IElement page) => [.. page.QuerySelectorAll(".result h2").Select(title => title.TextContent)];
}
