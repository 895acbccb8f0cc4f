using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Dom;
using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Proof;
using FeatureStore.Verifications;
using Microsoft.Extensions.DependencyInjection;

namespace Catalog.Web.Tests.Portal;

/// <summary>Verifications through their door, and what the page of a view shows of them.</summary>
public sealed class ProofPageTests(ViewCatalogue server) : IClassFixture<ViewCatalogue>
{
    private const string Route = "/api/v1/verifications";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Proof_NothingCompared_SaysWhatToDo()
    {
        var (status, page) = await server.GetAsync("/shop/views/branch_sale/proof");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("Nothing compared yet", page.QuerySelector(".blank h2")!.TextContent);
        Assert.Equal(3, page.QuerySelectorAll(".blank ol li").Length);
        Assert.Contains("./catalog verify --view branch_sale", page.QuerySelector(".snip pre")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("No lookup of this view has been compared yet.", page.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verification_AfterLookups_IsToldByDoorAndPage()
    {
        await LookUpAsync("last_sale:price", "last_sale:product");

        var answer = await VerifyAsync(new { views = new[] { "last_sale" } });

        Assert.Equal((3, 0, 6), (answer.GetProperty("compared").GetInt64(), answer.GetProperty("differences").GetInt64(), answer.GetProperty("values").GetInt64()));
        var view = Assert.Single(answer.GetProperty("views").EnumerateArray());
        Assert.Equal(["price", "product"], view.GetProperty("features").EnumerateArray().Select(static feature => feature.GetProperty("name").GetString()));
        var listed = await server.Browser.GetFromJsonAsync<JsonElement>($"{Route}?view=last_sale", Token);
        Assert.Equal(answer.GetProperty("id").GetString(), listed.GetProperty("items")[0].GetProperty("id").GetString());
        Assert.Empty((await server.Browser.GetFromJsonAsync<JsonElement>($"{Route}?view=branch_sale", Token)).GetProperty("items").EnumerateArray());
        var run = await server.Browser.GetFromJsonAsync<JsonElement>($"/api/v1/runs/{answer.GetProperty("id").GetString()}", Token);
        Assert.Equal("verification", run.GetProperty("run").GetProperty("kind").GetString());
        Assert.Empty(run.GetProperty("inputs").EnumerateArray());

        var log = (await server.Browser.GetFromJsonAsync<JsonElement>("/api/v1/status", Token)).GetProperty("lookupLog");
        Assert.Equal((1, 0), (log.GetProperty("sampleRate").GetDouble(), log.GetProperty("dropped").GetInt64()));
        Assert.InRange(log.GetProperty("logged").GetInt64(), 3, log.GetProperty("sampled").GetInt64());

        var (_, overview) = await server.GetAsync("/shop/views/last_sale");
        var proof = overview.QuerySelectorAll(".panel").Single(static panel => panel.QuerySelector("h2")!.TextContent == "Trained = served");
        Assert.Equal("0", proof.QuerySelector(".proof .eq.fresh b")!.TextContent);
        Assert.Equal(["6 values", "6 values"], proof.QuerySelectorAll(".proof dd:not(.of)").Select(static value => value.TextContent));
        Assert.Equal("3 lookups of 3 keys", proof.QuerySelector(".proof .se .of")!.TextContent);
        Assert.Equal("30 days: 1 day without a difference, 0 days with differences, 29 days without a comparison", proof.QuerySelector(".heat")!.GetAttribute("aria-label"));
        Assert.Equal("/shop/views/last_sale/proof", proof.QuerySelector(".proof-days a")!.GetAttribute("href"));
        var (_, tab) = await server.GetAsync("/shop/views/last_sale/proof");
        Assert.Equal(["price", "product"], tab.QuerySelectorAll("main tbody th a").Select(static feature => feature.TextContent));
        var logged = tab.QuerySelectorAll(".panel").Single(static panel => panel.QuerySelector("h2")!.TextContent == "Lookups logged");
        Assert.Equal(["Requests picked", "Answers sampled", "Logged", "Dropped"], logged.QuerySelectorAll("li > span:first-child").Select(static name => name.TextContent));
        Assert.Contains("Every value that was served is the one that the offline store gives.", tab.TextContent, StringComparison.Ordinal);
        await CheckPagesOfAllViewsAsync();
    }

    [Fact]
    public async Task Proof_SeveralVersionsComparedTogether_AreAllCountedAndNamed()
    {
        var at = Instant.Now(TimeProvider.System);
        var verification = new Verification
        {
            Id = Guid.CreateVersion7(), State = VerificationState.Completed, Request = new VerificationRequest { Views = ["silent"] }, CreatedAt = at, EndedAt = at, Compared = 30, Values = 60,
        };
        await server.Services.GetRequiredService<IVerificationStore>().CompleteAsync(verification, [Agreement(1, 10), Agreement(2, 20)], Token);

        var (_, list) = await server.GetAsync("/proof");
        var row = list.QuerySelectorAll("main tbody tr").Single(static row => row.QuerySelector("th")!.TextContent == "silent");
        Assert.Equal(("v2, v1", "30"), (row.QuerySelector("td .m")!.TextContent, row.QuerySelectorAll("td")[2].TextContent));
        var (_, tab) = await server.GetAsync("/shop/views/silent/proof");
        Assert.Contains("Counts versions 2 and 1.", tab.TextContent, StringComparison.Ordinal);
        Assert.Equal("30 lookups", tab.QuerySelector(".proof .se .of")!.TextContent);
        Assert.Equal(
            ["Agreement by feature, version 2", "Agreement by feature, version 1"],
            tab.QuerySelectorAll("h2").Select(static title => title.TextContent).Where(static title => title.StartsWith("Agreement", StringComparison.Ordinal)));
        var logged = tab.QuerySelectorAll(".panel").Single(static panel => panel.QuerySelector("h2")!.TextContent == "Lookups logged");
        Assert.Contains("all views, since start", logged.TextContent, StringComparison.Ordinal);

        ViewAgreement Agreement(int version, long compared) => new()
        {
            View = new FeatureViewId("silent", version), At = at, Compared = compared, Differences = 0, Keys = 3, Files = 1, Snapshot = 1, Features = [new FeatureAgreement("price", compared, 0)],
        };
    }

    [Theory]
    [InlineData("""{"views": ["none"]}""", HttpStatusCode.NotFound, "feature-view-not-found")]
    [InlineData("""{"service": "none"}""", HttpStatusCode.NotFound, "feature-service-not-found")]
    [InlineData("""{"from": "2026-11-02T00:00:00Z", "to": "2026-11-01T00:00:00Z"}""", HttpStatusCode.BadRequest, "invalid-request")]
    [InlineData("""{"from": "yesterday"}""", HttpStatusCode.BadRequest, "invalid-request")]
    [InlineData("""{"bogus": 1}""", HttpStatusCode.BadRequest, "invalid-json")]
    [InlineData("""{"views": 1}""", HttpStatusCode.BadRequest, "invalid-json")]
    public async Task Create_WhatCannotBe_IsRefusedWithItsReason(string body, HttpStatusCode status, string code)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await server.Browser.PostAsync(new Uri(Route, UriKind.Relative), content, Token);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(code, (await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Create_UnknownMember_NamesItAndThoseThatAreKnown()
    {
        using var answer = await server.Browser.PostAsJsonAsync(Route, new { bogus = 1 }, Token);

        Assert.Equal(
            "The JSON has a member 'bogus', which is not known here (line 1, byte 10). Known are 'views', 'service', 'from' and 'to'.",
            (await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("/api/v1/verifications")]
    [InlineData("/api/v1/runs")]
    public async Task Cancel_Ended_IsAConflictThatSaysHowItEnded(string doors)
    {
        var ended = await VerifyAsync(new { views = new[] { "archive" } });

        using var answer = await server.Browser.PostAsync(new Uri($"{doors}/{ended.GetProperty("id").GetString()}/cancel", UriKind.Relative), null, Token);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal("run-ended", problem.GetProperty("code").GetString());
        Assert.Contains($"it ended at {ended.GetProperty("endedAt").GetString()} as 'completed'", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel_UnknownId_IsNotFound()
    {
        using var answer = await server.Browser.PostAsync(new Uri($"{Route}/{Guid.CreateVersion7()}/cancel", UriKind.Relative), null, Token);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Get_UnknownId_IsNotFound()
    {
        using var answer = await server.Browser.GetAsync($"{Route}/{Guid.CreateVersion7()}", Token);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private async Task CheckPagesOfAllViewsAsync()
    {
        var (status, page) = await server.GetAsync("/proof");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("/proof", page.QuerySelector(".side a[aria-current]")!.GetAttribute("href"));
        var rows = page.QuerySelectorAll("main tbody tr").ToDictionary(static row => row.QuerySelector("th")!.TextContent, static row => row.QuerySelector(".light")!.TextContent.Trim());
        Assert.Equal(("equal", "not compared"), (rows["last_sale"], rows["archive"]));
        Assert.Equal("/shop/views/last_sale/proof", page.QuerySelector("main tbody th a")!.GetAttribute("href"));
        Assert.Contains("./catalog verify \\", page.QuerySelector(".snip pre")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Lookups logged", page.QuerySelector(".aside-row .panel h2")!.TextContent);
        var (_, home) = await server.GetAsync("/");
        var panel = home.QuerySelectorAll(".panel").Single(static panel => panel.QuerySelector("h2")!.TextContent == "All features, trained = served");
        Assert.Equal(("0", "/proof"), (panel.QuerySelector(".eq.fresh b")!.TextContent, panel.QuerySelector("header a")!.GetAttribute("href")));
    }

    private async Task LookUpAsync(params string[] features)
    {
        using var answer = await server.Browser.PostAsJsonAsync("/get-online-features", new { features, entities = new { customer_id = new[] { 1, 11, 99 } } }, Token);
        answer.EnsureSuccessStatusCode();
    }

    private async Task<JsonElement> VerifyAsync(object body)
    {
        using var asked = await server.Browser.PostAsJsonAsync(Route, body, Token);
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        while (true)
        {
            var answer = await server.Browser.GetFromJsonAsync<JsonElement>(asked.Headers.Location, Token);
            if (answer.GetProperty("state").GetString() is not ("queued" or "running"))
            {
                Assert.Equal("completed", answer.GetProperty("state").GetString());
                return answer;
            }
        }
    }
}
