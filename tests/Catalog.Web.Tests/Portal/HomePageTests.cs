using AngleSharp.Dom;

namespace Catalog.Web.Tests.Portal;

public sealed class HomePageTests(ShopCatalogue shop)
{
    [Fact]
    public async Task Home_Attention_NamesWhatIsWrong()
    {
        var items = (await MainAsync("/")).QuerySelector(".panel ul.list")!.Children.Select(item => item.TextContent.Trim()).ToList();

        Assert.Contains(items, item => item.StartsWith("lines breaks its contract: 1 check fails, 1 warns", StringComparison.Ordinal));
        Assert.Contains(items, item => item.Contains($"lines has {ShopCatalogue.Refused} refused events waiting, 10.0 %", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Home_Panels_ShowViewsProductsRunsAndChanges()
    {
        var page = await MainAsync("/");

        Assert.Equal(["Needs attention", "Feature views", "Data products", "Sources", "All features, trained = served", "Runs", "Recent changes"], page.QuerySelectorAll(".panel h2").Select(title => title.TextContent));
        Assert.NotNull(page.QuerySelector("a[href='/shop/products/receipts']"));
        Assert.Contains("lines.csv", page.TextContent, StringComparison.Ordinal);
        Assert.Contains("by ana: Raise the version", page.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/?role=owner")]
    [InlineData("/?role=owner&team=crew")]
    [InlineData("/?role=owner&team=nobody")]
    public async Task Home_OfAnOwner_ChoosesATeam(string address)
    {
        var page = await MainAsync(address);

        Assert.Equal("The crew", page.QuerySelector(".filters [aria-current]")!.TextContent.Trim());
        Assert.NotNull(page.QuerySelector("a[href='/shop/views/last_line']"));
    }

    [Fact]
    public async Task Domain_Overview_ShowsWhatItHolds()
    {
        var page = await MainAsync("/domains/office");

        Assert.Equal(["quiet"], page.QuerySelectorAll("[aria-label=Sources] tbody th").Select(cell => cell.TextContent));
        Assert.Empty(page.QuerySelectorAll("[aria-label='Feature views']"));
        Assert.Contains("Nothing: no check fails", page.TextContent, StringComparison.Ordinal);
    }

    private async Task<IElement> MainAsync(string address) => (await shop.OpenAsync(address)).QuerySelector("main")!;
}
