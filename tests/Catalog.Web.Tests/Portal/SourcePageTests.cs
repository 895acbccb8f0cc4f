using System.Net;
using System.Text.Json.Nodes;

namespace Catalog.Web.Tests.Portal;

public sealed class SourcePageTests(ShopCatalogue shop)
{
    private const string Address = "/shop/sources/lines";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Overview_Columns_ShowConversionsRulesAndHowTheyAreKept()
    {
        var rows = (await shop.OpenAsync(Address)).QuerySelectorAll("[aria-label=Columns] tbody tr").Select(row => row.Children.Select(cell => cell.TextContent.Trim()).ToArray()).ToList();

        Assert.Equal(["customer pii", "int64", "customer", "–", "required", "1 fails"], rows[0]);
        Assert.StartsWith("written_at event time", rows[1][0], StringComparison.Ordinal);
        Assert.Equal("white space cut", rows[3][3]);
    }

    [Fact]
    public async Task Overview_Numbers_AreThoseOfTheStores()
    {
        var page = await shop.OpenAsync(Address);
        var facts = page.QuerySelectorAll(".facts dd").Select(fact => fact.TextContent.Trim()).ToList();

        Assert.Equal($"{ShopCatalogue.Lines - ShopCatalogue.Refused}", facts[1]);
        Assert.Equal($"{ShopCatalogue.Refused}", facts[3]);
        Assert.Contains($"{ShopCatalogue.Lines - ShopCatalogue.Refused} events accepted in 14 days", page.TextContent, StringComparison.Ordinal);
        Assert.Contains("required:customer", page.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_Job_ShowsWhatBecameOfIt()
    {
        var row = (await shop.OpenAsync(Address + "/files")).QuerySelector("tbody tr")!.Children.Select(cell => cell.TextContent.Trim()).ToList();

        Assert.Equal(["lines.csv", "Succeeded", $"{ShopCatalogue.Lines}", $"{ShopCatalogue.Lines - ShopCatalogue.Refused}", $"{ShopCatalogue.Refused}"], row[..5]);
    }

    [Fact]
    public async Task Send_Snippets_AreFilledWithAnEventOfTheSource()
    {
        var page = await shop.OpenAsync(Address + "/send");
        var snippets = page.QuerySelectorAll(".snip");

        Assert.Equal(["file", "push", "read"], snippets.Select(snippet => snippet.QuerySelector("[role=tabpanel]")!.Id!.Split('-')[0]));
        Assert.Contains("\"product\":\"Product 2\"", snippets[1].QuerySelector("pre")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Filled with the newest event", page.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_SourceWithoutEvents_SaysThatItMadeValuesUp()
        => Assert.Contains("made up", (await shop.OpenAsync("/office/sources/quiet/send")).TextContent, StringComparison.Ordinal);

    [Theory]
    [InlineData("/office/sources/lines")]
    [InlineData("/shop/sources/none")]
    public async Task Address_OfNothing_IsA404(string address) => Assert.Equal(HttpStatusCode.NotFound, (await shop.TryOpenAsync(address)).Status);

    [Fact]
    public async Task Events_FromASequence_GoOnThere()
    {
        using var answer = await shop.AskAsync("/api/v1/sources/lines/events?from=52&limit=5");
        var lines = (await answer.Content.ReadAsStringAsync(Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();

        Assert.Equal([52, 53], lines.Select(line => (long)line["__sequence"]!));
        Assert.Equal(["customer", "written_at", "price", "product", "__arrival_time", "__sequence"], lines[0].AsObject().Select(member => member.Key));
        Assert.Equal(59.5, (double)lines[1]["price"]!);
    }

    [Theory]
    [InlineData("/api/v1/sources/none/events", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/sources/lines/events?limit=0", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/sources/lines/events?from=-1", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/sources/lines/events?from=x", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/sources/lines/events?partition=9", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/sources/lines/events?partition=-1", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/sources/lines/events?partition=0", HttpStatusCode.OK)]
    public async Task Events_OfWhatIsNotThere_AreRefusedOrNone(string address, HttpStatusCode status)
    {
        using var answer = await shop.AskAsync(address);

        Assert.Equal(status, answer.StatusCode);
    }
}
