using System.Net;
using System.Text.Json.Nodes;
using AngleSharp.Html.Parser;

namespace Catalog.Web.Tests.Components;

public sealed class PortalEndpointsTests(PortalServer server) : IClassFixture<PortalServer>
{
    private readonly HttpClient _browser = server.Browser;

    [Fact]
    public async Task Page_Missing_IsA404InThePortalsLook()
    {
        var (status, page) = await GetAsync("/loyalty/nothings/<b>?q=1");

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal("Not found · Catalog", page.Title);
        Assert.Equal("/loyalty/nothings/%3Cb%3E?q=1#main", page.QuerySelector(".skip")!.GetAttribute("href"));
        Assert.Equal("/search?q=%3Cb%3E", page.QuerySelector("main p a")!.GetAttribute("href"));
        Assert.NotNull(page.QuerySelector(".side nav"));
    }

    [Fact]
    public async Task ErrorPage_WithoutAnError_IsMissing() => Assert.Equal(HttpStatusCode.NotFound, (await GetAsync("/error")).Status);

    [Fact]
    public async Task Page_ThatThrows_ShowsTheTraceIdAndNoStack()
    {
        var (status, page) = await GetAsync("/boom?x=1");

        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.Equal("Something broke · Catalog", page.Title);
        Assert.DoesNotContain("secret", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Equal("/boom?x=1", page.QuerySelector("main ol a")!.GetAttribute("href"));
        Assert.NotEqual("", page.QuerySelector("main footer code")!.TextContent);
    }

    [Fact]
    public async Task Api_Missing_IsLeftAlone()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/nothing") { Headers = { { "Accept", "application/json" } } };

        using var response = await _browser.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(0, response.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task Gallery_OutsideDevelopment_IsMissing() => Assert.Equal(HttpStatusCode.NotFound, (await GetAsync("/gallery")).Status);

    [Fact]
    public async Task Home_Document_HasOneHeadingItsLandmarksAndNoOtherHost()
    {
        var (status, page) = await GetAsync("/");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Single(page.QuerySelectorAll("main#main"));
        Assert.All(page.QuerySelectorAll("nav"), nav => Assert.NotNull(nav.GetAttribute("aria-label")));
        Assert.All(page.QuerySelectorAll("[src], link[href]"), part => Assert.DoesNotContain("//", part.GetAttribute("src") ?? part.GetAttribute("href"), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/css/tokens.css")]
    [InlineData("/css/portal.css")]
    [InlineData("/css/app.css")]
    [InlineData("/js/portal.js")]
    [InlineData("/lib/fonts/ibm-plex-sans-latin-wght-normal.woff2")]
    [InlineData("/lib/fonts/ibm-plex-mono-latin-400-normal.woff2")]
    [InlineData("/lib/fonts/ibm-plex-mono-latin-500-normal.woff2")]
    [InlineData("/_content/Radzen.Blazor/css/default-base.css")]
    public async Task Asset_OfThePages_IsServed(string address)
    {
        using var response = await _browser.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Script_OfThePortal_StaysUnderItsBudget()
        => Assert.InRange((await _browser.GetByteArrayAsync(new Uri("/js/portal.js", UriKind.Relative), TestContext.Current.CancellationToken)).Length, 1, 10_000);

    [Fact]
    public async Task LiveFrame_CountsAndLights_AreWrittenAsThePageWritesThem()
    {
        var frame = JsonNode.Parse(await _browser.GetStringAsync(new Uri("/live/frame", UriKind.Relative), TestContext.Current.CancellationToken))!;
        var (_, page) = await GetAsync("/");

        Assert.Equal("""{"Quarantine":{"text":"1,061","waiting":true}}""", frame["counts"]!.ToJsonString());
        Assert.Equal(page.QuerySelector("[data-live-roles]")!.InnerHtml, new HtmlParser().ParseDocument($"<p>{frame["roles"]}</p>").QuerySelector("p")!.InnerHtml);
        Assert.Equal("lag 12", page.QuerySelector("[data-live-roles] .light.fresh ~ .num")!.TextContent);
    }

    private async Task<(HttpStatusCode Status, AngleSharp.Dom.IDocument Page)> GetAsync(string address)
    {
        using var response = await _browser.GetAsync(new Uri(_browser.BaseAddress!.GetLeftPart(UriPartial.Authority) + address), TestContext.Current.CancellationToken);
        var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (response.StatusCode, new HtmlParser().ParseDocument(html));
    }
}
