using System.Net;

namespace Catalog.Web.Tests.Portal;

public sealed class ProductPageTests(ShopCatalogue shop)
{
    private const string Address = "/shop/products/receipts";

    [Fact]
    public async Task Overview_FiveAnswers_AreRealFacts()
    {
        var answers = (await shop.OpenAsync(Address)).QuerySelectorAll(".answers > div").Select(answer => answer.TextContent).ToList();

        Assert.Equal(5, answers.Count);
        Assert.Contains("Purchases per customer", answers[0], StringComparison.Ordinal);
        Assert.Contains($"From the lines of receipts. {ShopCatalogue.Lines - ShopCatalogue.Refused} events.", answers[0], StringComparison.Ordinal);
        Assert.Contains($"{ShopCatalogue.Refused} events in quarantine", answers[1], StringComparison.Ordinal);
        Assert.Contains("1 of 12 checks fails", answers[1], StringComparison.Ordinal);
        Assert.Contains("Lookup, training set, events", answers[2], StringComparison.Ordinal);
        Assert.Contains("1 service, 1 product", answers[3], StringComparison.Ordinal);
        Assert.Contains("1 part changed in 7 days", answers[4], StringComparison.Ordinal);
        Assert.Contains("by ana: “Raise the version", answers[4], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Overview_Ports_HaveTheirNumbersAndTheFirstIsChosen()
    {
        var ports = (await shop.OpenAsync(Address)).QuerySelectorAll(".port");

        Assert.Equal(["newest", "advice", "all_lines"], ports.Select(port => port.QuerySelector("h3")!.TextContent.Trim()));
        Assert.True(ports[0].ClassList.Contains("on"));
        Assert.Equal("7", PairOf(ports[0], "Keys online"));
        Assert.Equal($"{ShopCatalogue.Lines - ShopCatalogue.Refused}", PairOf(ports[0], "Rows offline"));
        Assert.Equal("2.1.0, 3 columns", PairOf(ports[2], "Contract"));
    }

    [Theory]
    [InlineData("newest", "last_line:last_price", "HTTP Python .NET CLI pandas SQL")]
    [InlineData("advice", "advice_v1", "HTTP Python .NET CLI pandas")]
    [InlineData("all_lines", "/api/v1/sources/lines/events", "HTTP Python pandas .NET SQL")]
    [InlineData("no-such-port", "last_line:last_price", "HTTP Python .NET CLI pandas SQL")]
    public async Task Overview_ChosenPort_FillsTheSnippets(string port, string text, string languages)
    {
        var snippets = (await shop.OpenAsync($"{Address}?port={port}")).QuerySelector(".snip")!;

        Assert.Equal(languages, string.Join(' ', snippets.QuerySelectorAll("[role=tab]").Select(tab => tab.TextContent)));
        Assert.Contains(text, snippets.QuerySelector("pre")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Overview_Checks_AreTheWorstFirst()
    {
        var rows = (await shop.OpenAsync(Address)).QuerySelectorAll("main tbody tr");

        Assert.Equal(5, rows.Length);
        Assert.Equal("customer is required", rows[0].QuerySelector("th")!.TextContent);
        Assert.Equal("Fails, 10.0\u00a0% of events", rows[0].QuerySelector(".light")!.TextContent.Trim());
        Assert.Equal("Warns, limit 5\u00a0%", rows[1].QuerySelector(".light")!.TextContent.Trim());
        Assert.Equal(14, rows[0].QuerySelectorAll(".heat span").Length);
    }

    [Theory]
    [InlineData("/contract", "customer")]
    [InlineData("/quality", "product is of type string")]
    [InlineData("/versions", "Raise the version")]
    [InlineData("/yaml", "version: 1.1.0")]
    public async Task Tab_OfTheProduct_ShowsItsPart(string tab, string text)
    {
        var page = await shop.OpenAsync(Address + tab);

        Assert.Contains(text, page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(Address + tab, page.QuerySelector(".tabs [aria-current]")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Versions_OfTheProduct_ShowWhatOneChanged()
    {
        var page = await shop.OpenAsync(Address + "/versions?version=2");

        Assert.Contains("version", page.QuerySelector("table[style], [aria-label='Changed fields'] tbody")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("true", page.QuerySelectorAll("[aria-label=Versions] tbody tr")[0].GetAttribute("aria-selected"));
    }

    [Theory]
    [InlineData("/shop/products/none")]
    [InlineData("/office/products/receipts")]
    [InlineData(Address + "/versions?version=77")]
    [InlineData(Address + "/nothing")]
    public async Task Address_OfNothing_IsA404(string address) => Assert.Equal(HttpStatusCode.NotFound, (await shop.TryOpenAsync(address)).Status);

    [Fact]
    public async Task Overview_DeprecatedProductWithAnotherAsInput_SaysSo()
    {
        var page = (await shop.OpenAsync("/office/products/books")).QuerySelector("main")!;

        Assert.Contains("It is being closed", page.TextContent, StringComparison.Ordinal);
        Assert.Equal("Receipts", page.QuerySelector("a[href='/shop/products/receipts?port=newest']")!.TextContent);
    }

    private static string PairOf(AngleSharp.Dom.IElement port, string term)
        => port.QuerySelectorAll("dt").Single(candidate => candidate.TextContent == term).NextElementSibling!.TextContent.Trim();
}
