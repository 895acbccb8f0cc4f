using System.Net;
using AngleSharp.Dom;

namespace Catalog.Web.Tests.Portal;

public sealed class FeatureViewPageTests(ViewCatalogue server) : IClassFixture<ViewCatalogue>
{
    [Fact]
    public async Task Overview_ShowsFactsFeaturesAndReaders()
    {
        var page = await OpenAsync("/shop/views/last_sale");

        Assert.Equal("last_sale", page.QuerySelector("h1")!.TextContent);
        Assert.Equal("Fresh", page.QuerySelector(".head .light")!.TextContent.Trim());
        Assert.Equal("What a customer bought last, and for how much.", page.QuerySelector(".lead")!.TextContent.Trim());
        Assert.Equal("/lineage/dataset:catalog:view/last_sale", page.QuerySelector(".actions a")!.GetAttribute("href"));
        Assert.Equal("10 in age, 2 older", Words(page.QuerySelectorAll(".facts > div").Single(static fact => fact.QuerySelector("dt")!.TextContent == "Keys").QuerySelector("dd")!));
        Assert.Equal(["Overview", "Contractv2.1.0", "Quality9", "Training data", "Proof", "Versions2", "YAML"], page.QuerySelectorAll(".tabs a").Select(static tab => Words(tab)));
        var rows = page.QuerySelectorAll("main tbody tr").Select(static row => row.Children.Select(Words).ToArray()).ToList();
        Assert.Equal(["price", "double", "Price of the newest purchase. money", "2 min", "0.0 %", "", "", "50.00", "100.00"], rows[0]);
        Assert.Equal(["product", "string", "Newest value of product.", "2 min", "10.0 %", "", "cup: 66.7 %jug: 33.3 %", "", "cup 66.7 %"], rows[1]);
        Assert.Equal("true", page.QuerySelector("main tbody tr")!.GetAttribute("aria-selected"));
        Assert.Contains("offer", Words(Panel(page, "Read by")), StringComparison.Ordinal);
        Assert.Contains("Purchases", Words(Panel(page, "Read by")), StringComparison.Ordinal);
        Assert.Contains("promised within 1 hour", Words(Panel(page, "Freshness")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Overview_AFeatureSelected_ShowsItAndKeepsTheLookup()
    {
        var page = await OpenAsync("/shop/views/last_sale?feature=product&customer_id=3&features=price");

        Assert.Equal("product", page.QuerySelector("[aria-selected=true] th")!.TextContent.Trim());
        Assert.Equal(["cup", "jug"], page.QuerySelectorAll(".ranking .clip").Select(static value => value.TextContent));
        Assert.Equal("/shop/views/last_sale?feature=price&customer_id=3&features=price", page.QuerySelector("main tbody th a")!.GetAttribute("href"));
        Assert.Equal("product", page.QuerySelector(".lookup [name=feature]")!.GetAttribute("value"));
        Assert.Contains("last_sale:product", page.QuerySelector(".snip pre")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Overview_AnAggregate_ShowsItsPartsInsteadOfAColumn()
    {
        var page = await OpenAsync("/shop/views/activity");

        Assert.Equal("Sum of price where price > 0, last 7 days.", Words(page.QuerySelector("main tbody td.words")!));
        Assert.Equal(
            "Exact at T. The far end is rounded down to whole hops of 1 hour, so the window is between 7 days and 7 days 1 hour long. It keeps sliding when no event arrives. No event in the window gives 0.",
            Words(page.QuerySelector(".detail-origin")!));
        var rail = page.QuerySelector(".rail svg")!;
        Assert.Matches(@"^The window covers events after \d+ \w+( \d{4})? \d\d:00 up to \d+ \w+ \d\d:\d\d, included: 168 full tiles of 1 hour( \+ 1 open tile)?, a tick every 3 hours$", rail.GetAttribute("aria-label"));
        Assert.InRange(rail.QuerySelectorAll(".tick").Length, 55, 57);
        Assert.InRange(page.QuerySelectorAll(".rail-times span").Length, 5, 7);
        Assert.All(page.QuerySelectorAll(".rail-times span"), static day => Assert.Matches(@"^\w{3} \d+$", day.TextContent));
        Assert.Equal("M994 -4H1000V18H994", rail.QuerySelectorAll(".edge")[1].GetAttribute("d"));
        Assert.Equal(["sum", "price", "price > 0", "7 days", "1 hour"], page.QuerySelectorAll(".panel .kv dd").Take(5).Select(Words));
    }

    [Fact]
    public async Task Lookup_EveryStatus_IsAnsweredWithItsAge()
    {
        var page = await OpenAsync("/shop/views/last_sale?customer_id=3,10,11,99&features=product,price");

        var rows = page.QuerySelectorAll(".lookup-panel tbody tr").Select(static row => row.Children.Select(Words).ToArray()).ToList();
        Assert.Equal(
            [
                ["3", "PRESENT", "2 min", "cup", "30"],
                ["10", "PRESENT", "2 min", "NULL_VALUE", "100"],
                ["11", "OUTSIDE_MAX_AGE", "31 d", "–", "–"],
                ["99", "NOT_FOUND", "–", "–", "–"],
            ],
            rows);
        Assert.Matches(@"^4 keys in \d", Words(Panel(page, "Look up").QuerySelector("header .sp")!));
        Assert.EndsWith("/shop/views/last_sale?customer_id=3,10,11,99&features=product,price", page.QuerySelector("[data-copy*=customer_id]")!.GetAttribute("data-copy"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lookup_Mistakes_StandBesideTheirFields()
    {
        var page = await OpenAsync("/shop/views/last_sale?customer_id=<b>&features=nope");

        var fields = page.QuerySelectorAll(".lookup input[aria-invalid]").ToList();
        Assert.Equal(["<b>", "nope"], fields.Select(static field => field.GetAttribute("value")));
        Assert.All(fields, field => Assert.NotEmpty(page.QuerySelector("#" + field.GetAttribute("aria-describedby"))!.TextContent));
        Assert.Single(page.QuerySelectorAll("[autofocus]"));
        Assert.Null(page.QuerySelector(".lookup-panel table"));
    }

    [Fact]
    public async Task Lookup_BeforeAnythingIsAsked_IsFilledWithKeysThatExist()
    {
        var page = await OpenAsync("/shop/views/branch_sale");

        Assert.Matches(@"^\d+, \d+, \d+$", page.QuerySelector("#lookup-customer_id")!.GetAttribute("value"));
        Assert.Equal("north, north, north", page.QuerySelector("#lookup-branch")!.GetAttribute("value"));
        Assert.Null(page.QuerySelector(".lookup-panel table"));
        Assert.DoesNotContain(page.QuerySelectorAll(".tabs a"), static tab => tab.TextContent == "Training data");
    }

    [Fact]
    public async Task Overview_ViewOfflineOnly_OffersNoLookup()
    {
        var page = await OpenAsync("/shop/views/archive");

        Assert.Null(page.QuerySelector(".lookup"));
        Assert.Null(page.QuerySelector(".snip"));
        // Another note may say that a version of it is being computed.
        Assert.Contains(page.QuerySelectorAll(".note"), static note => note.TextContent.Contains("not kept online", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Overview_NoEventYet_SaysSo()
    {
        var page = await OpenAsync("/shop/views/silent");

        Assert.Equal("Unknown", page.QuerySelector(".head .light")!.TextContent.Trim());
        Assert.Contains("It has no event yet.", Words(Panel(page, "Freshness")), StringComparison.Ordinal);
        Assert.Equal(["Overview", "Training data", "Proof", "Versions1", "YAML"], page.QuerySelectorAll(".tabs a").Select(static tab => Words(tab)));
        Assert.Equal("", page.QuerySelector("#lookup-customer_id")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Contract_ShowsTheColumnsOfItsSource()
    {
        var page = await OpenAsync("/shop/views/last_sale/contract");

        Assert.Equal(["customer_id pii", "price"], page.QuerySelector("main table")!.QuerySelectorAll("tbody th").Select(Words));
        Assert.Contains("1 hour", Words(Panel(page, "Service levels")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quality_ShowsTheWorstCheckFirst()
    {
        var page = await OpenAsync("/shop/views/last_sale/quality");

        Assert.Equal("required:customer_id", page.QuerySelector("main tbody .check-name")!.GetAttribute("title"));
        Assert.Contains("Fails", Words(page.QuerySelector("main tbody .light")!), StringComparison.Ordinal);
        Assert.Equal(9, page.QuerySelectorAll("main tbody tr").Length);
    }

    [Fact]
    public async Task TrainingData_ShowsFilesThatAreThere()
    {
        var page = await OpenAsync("/shop/views/last_sale/training-data");

        Assert.Equal(["12", "1"], Panel(page, "History").QuerySelectorAll("dd").Take(2).Select(static number => number.TextContent));
        var path = page.QuerySelectorAll("pre").Select(static code => code.TextContent).Single(static code => code.Contains("read_parquet(file)", StringComparison.Ordinal)).Split('"')[1];
        Assert.True(File.Exists(path), path);
    }

    [Fact]
    public async Task Versions_ShowWhatTheNewestChanged()
    {
        var page = await OpenAsync("/shop/views/last_sale/versions");

        var fields = Panel(page, "Version 2").QuerySelector("tbody tr")!.Children.Select(Words);
        Assert.Equal(["description", "What a customer bought last.", "What a customer bought last, and for how much."], fields);
        Assert.Equal("description: What a customer bought last.", page.QuerySelector(".yaml .del")!.TextContent);
        Assert.Equal("description: What a customer bought last, and for how much.", page.QuerySelector(".yaml .add")!.TextContent);
    }

    [Fact]
    public async Task Versions_TheFirst_IsShownWhole()
    {
        var page = await OpenAsync("/shop/views/last_sale/versions?version=1");

        Assert.Empty(page.QuerySelectorAll(".yaml .add, .yaml .del"));
        Assert.Contains("name: last_sale", page.QuerySelectorAll(".yaml span").Select(static line => line.TextContent));
    }

    [Fact]
    public async Task Yaml_ShowsTheDocument()
        => Assert.Contains((await OpenAsync("/shop/views/last_sale/yaml")).QuerySelectorAll(".yaml span").Select(static line => line.TextContent), static line => line.Contains("ttl: 30d", StringComparison.Ordinal));

    [Theory]
    [InlineData("/shop/views/nobody")]
    [InlineData("/other/views/last_sale")]
    [InlineData("/shop/views/last_sale/nothing")]
    [InlineData("/shop/views/last_sale/versions?version=7")]
    [InlineData("/views/nobody")]
    public async Task Page_Missing_IsA404(string path)
    {
        var (status, page) = await server.GetAsync(path);

        Assert.Equal((HttpStatusCode.NotFound, "Not found"), (status, page.QuerySelector("h1")!.TextContent));
    }

    [Fact]
    public async Task Page_WithoutTheDomain_LeadsToIt()
        => Assert.Equal("last_sale", (await OpenAsync("/views/last_sale")).QuerySelector("h1")!.TextContent);

    [Fact]
    public async Task List_ShowsFreshnessAndKeysOfEachView()
    {
        var page = await OpenAsync("/views");

        var rows = page.QuerySelectorAll("main tbody tr").Select(static row => row.Children.Select(Words).ToArray()).ToDictionary(static row => row[0]);
        Assert.Equal(["activity", "archive", "branch_sale", "last_sale", "parcel", "silent", "visiting"], rows.Keys);
        Assert.Contains("Fresh", rows["last_sale"]);
        Assert.Contains("Unknown", rows["silent"]);
    }

    [Theory]
    [InlineData("/views/last_sale@{0}")]
    [InlineData("/shop/views/last_sale@{0}")]
    public async Task Page_WithAVersion_IsThatInForceOrSaysSo(string address)
    {
        var version = Words((await OpenAsync("/shop/views/last_sale")).QuerySelector(".head .pill")!)[1..];

        Assert.Empty((await OpenAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, address, version))).QuerySelectorAll(".page-note"));
        var other = await OpenAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, address, 99));
        Assert.Equal("last_sale", other.QuerySelector("h1")!.TextContent);
        Assert.Equal($"There is no version 99; showing version {version}, which is in force.", Words(other.QuerySelector(".page-note")!));
    }

    [Theory]
    [InlineData("1", "Version 1 was replaced; showing version 2, which is in force.")]
    [InlineData("2", null)]
    [InlineData("3", "There is no version 3; showing version 2, which is in force.")]
    [InlineData("+1", "There is no version +1; showing version 2, which is in force.")]
    public async Task Page_WithAVersionOfAChangedView_TellsOneThatWasReplacedFromNone(string version, string? expected)
    {
        var page = await OpenAsync($"/shop/views/archive@{version}");

        Assert.Equal(expected, page.QuerySelectorAll(".page-note").Select(static note => Words(note)).FirstOrDefault(static note => note.Contains("showing", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Overview_FeaturesOfLaterTimes_AreNamedOnceByColumn()
    {
        var page = await OpenAsync("/shop/views/parcel");

        Assert.StartsWith(
            "delivered_at lay after the event in 1 of 1 event, so delivered, last_delivery may tell the future.",
            Words(page.QuerySelectorAll(".page-note").Single(static note => note.TextContent.Contains("future", StringComparison.Ordinal))), StringComparison.Ordinal);
        Assert.DoesNotContain((await OpenAsync("/shop/views/last_sale")).QuerySelectorAll(".page-note"), static note => note.TextContent.Contains("future", StringComparison.Ordinal));
    }

    private async Task<IElement> OpenAsync(string path)
    {
        var (status, page) = await server.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, status);
        return page;
    }

    private static IElement Panel(IElement page, string title) => page.QuerySelectorAll(".panel").Single(panel => panel.QuerySelector("h2")?.TextContent == title);

    private static string Words(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
