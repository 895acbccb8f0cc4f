using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Catalog.Core.Values;
using Catalog.Web.Components.Controls;
using Catalog.Web.Components.Pages.Explaining;
using Catalog.Web.Queries;
using Catalog.Web.Tests.Components;
using FeatureStore.Explanations;
using FeatureStore.Model;
using FeatureStore.Proof;

namespace Catalog.Web.Tests.Portal;

/// <summary>Explanations through their door.</summary>
public sealed class ExplanationTests(ViewCatalogue server) : IClassFixture<ViewCatalogue>
{
    private const string Route = "/api/v1/explanations";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_Aggregate_TellsWindowTilesAndEvents()
    {
        var answer = await GetAsync("?feature=activity:spent_7d&key.customer_id=4");

        Assert.Equal(("activity@v1:spent_7d", "lookup", "PRESENT", 40.0), (Text(answer, "feature"), Text(answer, "kind"), Text(answer, "status"), answer.GetProperty("value").GetDouble()));
        Assert.Equal(4, answer.GetProperty("key").GetProperty("customer_id").GetInt64());
        Assert.Equal(BitConverter.DoubleToInt64Bits(40).ToString("x16"), Text(answer, "bits"));
        var window = answer.GetProperty("window");
        Assert.Equal(("sum", "price", "price > 0", "7d", "1h"), (Text(window, "aggregate"), Text(window, "of"), Text(window, "where"), Text(window, "window"), Text(window, "hop")));
        Assert.Equal(FixedClock.Now.ToString(), Text(window, "end"));
        Assert.Equal((1, 1, 0, 0), (window.GetProperty("eventCount").GetInt64(), window.GetProperty("counted").GetInt64(), window.GetProperty("tooLate").GetInt64(), window.GetProperty("notListed").GetInt64()));
        var tile = Assert.Single(window.GetProperty("tiles").EnumerateArray());
        Assert.Equal(40, tile.GetProperty("value").GetDouble());
        var item = Assert.Single(window.GetProperty("events").EnumerateArray());
        Assert.Equal(("counted", 40.0, true), (Text(item, "outcome"), item.GetProperty("value").GetDouble(), item.GetProperty("condition").GetBoolean()));
        Assert.Equal(40, item.GetProperty("columns").GetProperty("price").GetDouble());
    }

    [Fact]
    public async Task Get_NewestValueBeyondItsTtl_ShowsTheRowThatIsTooOld()
    {
        var answer = await GetAsync("?feature=last_sale:price&key.customer_id=11");

        Assert.Equal(("OUTSIDE_MAX_AGE", JsonValueKind.Null), (Text(answer, "status"), answer.GetProperty("value").ValueKind));
        var newest = answer.GetProperty("newest");
        Assert.Equal("30d", Text(newest, "ttl"));
        var row = Assert.Single(newest.GetProperty("rows").EnumerateArray());
        Assert.Equal(("tooOld", 5.0), (Text(row, "outcome"), row.GetProperty("value").GetDouble()));
    }

    [Fact]
    public async Task Get_TrainingRowBeforeTheEvent_HasNoRow()
    {
        var before = (FixedClock.Now - TimeSpan.FromDays(1)).ToString();

        var answer = await GetAsync($"?feature=last_sale:price&key.customer_id=1&at={before}");

        Assert.Equal(("trainingRow", "NOT_FOUND", before), (Text(answer, "kind"), Text(answer, "status"), Text(answer, "at")));
        Assert.Equal("afterMoment", Text(Assert.Single(answer.GetProperty("newest").GetProperty("rows").EnumerateArray()), "outcome"));
    }

    [Theory]
    [InlineData("?key.customer_id=1", HttpStatusCode.BadRequest, "invalid-request", "'feature' is missing")]
    [InlineData("?feature=activity&key.customer_id=1", HttpStatusCode.BadRequest, "invalid-feature-reference", "'activity'")]
    [InlineData("?feature=none:x&key.customer_id=1", HttpStatusCode.NotFound, "feature-view-not-found", "'none'")]
    [InlineData("?feature=activity:spent_8d&key.customer_id=1", HttpStatusCode.NotFound, "feature-not-found", "Did you mean 'spent_7d'?")]
    [InlineData("?feature=activity@v9:spent_7d&key.customer_id=1", HttpStatusCode.NotFound, "feature-view-not-found", "no version '9'")]
    [InlineData("?feature=activity:spent_7d", HttpStatusCode.BadRequest, "missing-join-key", "'customer_id'")]
    [InlineData("?feature=activity:spent_7d&key.customer_id=x", HttpStatusCode.BadRequest, "invalid-entity-value", "'x'")]
    [InlineData("?feature=activity:spent_7d&key.customer_id=1&key.branch=north", HttpStatusCode.BadRequest, "invalid-request", "'branch' is no join key")]
    [InlineData("?feature=activity:spent_7d&key.customer_id=1&key.customer_id=2", HttpStatusCode.BadRequest, "invalid-request", "exactly one value")]
    [InlineData("?feature=activity:spent_7d&key.customer_id=1&at=noon", HttpStatusCode.BadRequest, "invalid-request", "'noon'")]
    [InlineData("?feature=activity:spent_7d&key.customer_id=1&as_known_at=noon", HttpStatusCode.BadRequest, "invalid-request", "'as_known_at'")]
    [InlineData("?feature=activity:spent_7d&key.customer_id=1&sequence=one", HttpStatusCode.BadRequest, "invalid-request", "whole number")]
    [InlineData("?feature=activity:spent_7d&key.customer_id=1&sequence=-2", HttpStatusCode.BadRequest, "invalid-request", "'-2'")]
    [InlineData("?feature=activity:spent_7d&key.customer_id=1&sequence=1&as_known_at=2026-01-01T00:00:00Z", HttpStatusCode.BadRequest, "invalid-request", "give one of them")]
    [InlineData("?feature=activity:spent_7d&key.customer_id=1&events=1001", HttpStatusCode.BadRequest, "invalid-request", "'events'")]
    [InlineData("?feature=activity:spent_7d&key.customer_id=1&as_know_at=2026-01-01T00:00:00Z", HttpStatusCode.BadRequest, "invalid-request", "'as_know_at' is no part of the query")]
    [InlineData("?feature=activity:spent_7d&customer_id=1", HttpStatusCode.BadRequest, "invalid-request", "'customer_id'")]
    [InlineData("?feature=branch_sale:price&key.customer_id=1&key.branch=north", HttpStatusCode.BadRequest, "invalid-request", "not kept offline")]
    public async Task Get_WhatCannotBe_IsRefusedWithItsReason(string query, HttpStatusCode status, string code, string part)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Route + query);
        request.Headers.Accept.ParseAdd("application/json");
        using var answer = await server.Browser.SendAsync(request, Token);

        Assert.Equal(status, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal(code, Text(problem, "code"));
        Assert.Contains(part, Text(problem, "detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_UnknownKey_IsNotFoundWithoutEvents()
    {
        var answer = await GetAsync("?feature=activity:spent_7d&key.customer_id=999");

        Assert.Equal(("NOT_FOUND", 0), (Text(answer, "status"), answer.GetProperty("window").GetProperty("eventCount").GetInt64()));
    }

    [Fact]
    public async Task Page_Aggregate_ShowsValueTilesAndEvents()
    {
        var (status, page) = await server.GetAsync("/shop/views/activity/explain/spent_7d?customer_id=4");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("40", page.QuerySelector(".explain-value")!.TextContent);
        Assert.Equal("PRESENT", page.QuerySelector(".explain-result .vs")!.TextContent);
        Assert.Equal("+40 on Fri 20 Nov 12:00. 1 of 1 event in the window counts, in 1 of 169 tiles.", page.QuerySelector(".explain-result p")!.TextContent);
        Assert.Equal("1 of 169 tiles hold events: +40", page.QuerySelector(".window-figure svg")!.GetAttribute("aria-label"));
        Assert.Equal("What each tile adds to the sum", page.QuerySelector(".window-figure figcaption b")!.TextContent);
        Assert.Equal("+40", page.QuerySelector(".window-figure text.k")!.TextContent);
        Assert.Equal("Served 40, recomputed 40 equal", Words(page.QuerySelector(".served")!.TextContent));
        Assert.Equal("4", page.QuerySelector("input[name=customer_id]")!.GetAttribute("value"));
        Assert.Contains("1 event, 1 counted", page.QuerySelector("tr.tile th")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["+40", "40"], page.QuerySelectorAll("tr.tile + tr td").Skip(2).Take(2).Select(static cell => cell.TextContent));
        Assert.Equal("1 of 1 event counted, 1 tile merged 40", Words(page.QuerySelector("main tfoot")!.TextContent));
        Assert.Equal("/api/v1/explanations?feature=activity%3Aspent_7d&key.customer_id=4", page.QuerySelector(".actions a")!.GetAttribute("href"));
        Assert.Contains("./catalog explain", page.QuerySelector(".snip pre")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_NewestValueTooOld_MarksTheRow()
    {
        var (_, page) = await server.GetAsync("/shop/views/last_sale@1/explain/price?customer_id=11");

        Assert.Equal("OUTSIDE_MAX_AGE", page.QuerySelector(".explain-result .vs")!.TextContent);
        Assert.Equal("newest, but older than the ttl", page.QuerySelector("main tbody tr td:nth-child(3)")!.TextContent);
    }

    [Fact]
    public async Task Page_EventsOfAnEnrichedSource_NameTheRowsThatTheyWereJoinedWith()
    {
        var (_, page) = await server.GetAsync("/shop/views/visiting/explain/visits_7d?customer_id=1");

        var joins = page.QuerySelectorAll("main tr.joined").Select(static row => string.Join(' ', row.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).ToList();
        Assert.Equal(2, joins.Count);
        Assert.Equal("not joined with last_sale@1 customer_id=1 no row of the key by then", joins[0]);
        Assert.Matches("^joined with last_sale@1 customer_id=1 row 0 of .+, arrived .+, gives owned=cup$", joins[1]);
        Assert.Equal("/shop/views/last_sale", page.QuerySelector("tr.joined a")!.GetAttribute("href"));
        var width = page.QuerySelectorAll("main thead th").Length;
        Assert.All(page.QuerySelectorAll("main tbody tr"), row => Assert.Equal(width, row.Children.Sum(static cell => int.Parse(cell.GetAttribute("colspan") ?? "1", System.Globalization.CultureInfo.InvariantCulture))));
    }

    [Fact]
    public async Task Page_NothingAsked_HoldsAnExampleKeyAndExplainsNothing()
    {
        var (status, page) = await server.GetAsync("/shop/views/last_sale/explain/price");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.NotEmpty(page.QuerySelector("input[name=customer_id]")!.GetAttribute("value")!);
        Assert.Null(page.QuerySelector(".explain-result"));
        Assert.Contains("is a key that the store holds", page.QuerySelector("main .blank")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?customer_id=x", "'x'")]
    [InlineData("?customer_id=", "''")]
    [InlineData("?customer_id=1&at=noon", "'noon' is not a time")]
    [InlineData("?customer_id=1&sequence=many", "'many' is not a whole number")]
    public async Task Page_WhatCannotBe_SaysSo(string query, string part)
    {
        var (status, page) = await server.GetAsync("/shop/views/activity/explain/spent_7d" + query);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Null(page.QuerySelector(".explain-result"));
        Assert.Contains(part, page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/shop/views/activity/explain/spent_8d")]
    [InlineData("/shop/views/none/explain/x")]
    [InlineData("/other/views/activity/explain/spent_7d")]
    [InlineData("/shop/views/activity@9/explain/spent_7d")]
    [InlineData("/shop/views/activity@x/explain/spent_7d")]
    [InlineData("/shop/on-demand/activity/explain/spent_7d")]
    public async Task Page_UnknownFeature_IsNotFound(string address)
    {
        var (status, _) = await server.GetAsync(address);

        Assert.Equal(HttpStatusCode.NotFound, status);
    }

    [Fact]
    public async Task LookupResult_ValueOfAViewKeptOffline_LeadsToItsExplanation()
    {
        var (_, offline) = await server.GetAsync("/shop/views/last_sale?customer_id=1&features=price");
        var (_, online) = await server.GetAsync("/shop/views/branch_sale?customer_id=1&branch=north&features=price");

        Assert.Equal("/shop/views/last_sale/explain/price?customer_id=1", offline.QuerySelector(".lookup-panel tbody a")!.GetAttribute("href"));
        Assert.Null(online.QuerySelector(".lookup-panel tbody a"));
        Assert.NotNull(offline.QuerySelector("a[href='/shop/views/last_sale/explain/price']"));
    }

    [Theory]
    [InlineData("customer_id", "/shop/views/activity@2/explain/spent_7d?customer_id=4&at=2026-11-20T12%3A00%3A00Z&sequence=7")]
    [InlineData(null, null)]
    public async Task DifferingRow_OfAFeatureView_LeadsToItsExplanation(string? joinKey, string? expected)
    {
        var value = new ComparedValue("PRESENT", FixedClock.Now, "1", null);
        var at = Instant.From(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        var agreement = new ViewAgreement
        {
            View = new FeatureViewId("activity", 2), At = at, Compared = 1, Differences = 1, Keys = 1, Files = 1, Snapshot = 1,
            Features = [new FeatureAgreement("spent_7d", 1, 1)],
            Rows = [new DifferingValue(1, null, "customer_id=4", at, 7, "spent_7d", value, value)],
        };

        var rows = await Rendering.RenderAsync<DifferingRows>(new()
        {
            ["Agreement"] = agreement, ["Href"] = "/shop/views/activity", ["JoinKeys"] = joinKey is null ? null : new[] { joinKey },
        });

        Assert.Equal(expected, rows.QuerySelector("tbody a")?.GetAttribute("href"));
        Assert.Equal(rows.QuerySelectorAll("thead th").Length, rows.QuerySelectorAll("tbody tr > *").Length);
    }

    [Theory]
    [InlineData("customer_id=17", "customer_id", "customer_id:17")]
    [InlineData("branch=no, rth, customer_id=17", "customer_id,branch", "branch:no, rth|customer_id:17")]
    [InlineData("branch=north", "customer_id", null)]
    [InlineData("branch=north", "branch,customer_id", null)]
    [InlineData("", "", "")]
    public void KeysOf_AKeyAsText_GivesNamesAndValues(string text, string joinKeys, string? expected)
    {
        var keys = ExplainAddress.KeysOf(text, joinKeys.Split(',', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(expected, keys is null ? null : string.Join('|', keys.Select(static key => $"{key.Name}:{key.Value}")));
    }

    [Fact]
    public async Task Result_OfAKeyWithEventsInOneStoreOnly_DoesNotPromiseWhatALookupGives()
    {
        var explanation = new Explanation
        {
            View = new FeatureViewId("last_sale", 1), Feature = "price", Type = new DataType(ScalarType.Double), Key = [], IsLookup = true, At = FixedClock.Now, AsKnownAt = null, Sequence = null,
            Result = new ComparedValue("NOT_FOUND", null, null, null), Value = Value.Null, OneSidedFrom = 7,
        };

        var result = await Rendering.RenderAsync<ExplainResult>(new() { ["Explanation"] = explanation });

        Assert.Equal("what the offline store gives; a lookup may give another value", result.QuerySelector(".row .sp")!.TextContent);
        Assert.Equal("The key has no event in the offline store.", result.QuerySelector("p")!.TextContent);
    }

    [Fact]
    public async Task Figure_TilesThatTakeAwayOrHoldNothing_AreDrawnBelowAndOnTheLine()
    {
        var start = FixedClock.Now - TimeSpan.FromDays(1);
        var window = WindowOf([(0, 5, 2), (5, -32.5, 1), (20, 0, 0)], start) with { Events = [EventOf(start, EventOutcome.TooLate)] };

        var figure = await Rendering.RenderAsync<WindowRail>(new() { ["Window"] = window, ["At"] = FixedClock.Now });
        var lines = await Rendering.RenderAsync<ExplainLine>(new() { ["Item"] = window.Events[0], ["Lines"] = ExplainedLines.Of(window, FixedClock.Now) });

        var bars = figure.QuerySelectorAll("g > title").Select(static title => title.ParentElement!).ToList();
        Assert.Equal(["+5.0", "−32.5"], bars.Select(static bar => bar.QuerySelector("text")?.TextContent).OfType<string>());
        var tops = bars.ConvertAll(static bar => double.Parse(bar.QuerySelector("rect")!.GetAttribute("y")!, System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(tops[0] < tops[1], "What is taken away hangs below the line.");
        Assert.Contains("0 of 3 events counted", bars[2].QuerySelector("title")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("3 of 24 tiles hold events: +5.0, −32.5", figure.QuerySelector("svg")!.GetAttribute("aria-label"));
        Assert.Contains("not counted: too late", lines.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("7.5", lines.TextContent, StringComparison.Ordinal);
    }

    private static WindowExplanation WindowOf(IEnumerable<(int Hour, double Value, long Counted)> tiles, Instant start) => new()
    {
        Aggregation = new Aggregation("sum", "price", null, TimeSpan.FromDays(1), TimeSpan.FromHours(1), null), Inputs = [], Start = start, End = FixedClock.Now, IsEndIncluded = true, TileCount = 24,
        Tiles = [.. tiles.Select(tile => new ExplainedTile(start + TimeSpan.FromHours(tile.Hour), start + TimeSpan.FromHours(tile.Hour + 1), 3, tile.Counted, 0, Value.Of(tile.Value)))],
        EventCount = 9, Counted = 3, TooLate = 0, Events = [], Before = [], After = [],
    };

    private static ExplainedEvent EventOf(Instant at, EventOutcome outcome) => new(at, at, 1, outcome, IsTooLate: true, Value.Null, Value.Of(7.5), []);

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private Task<JsonElement> GetAsync(string query) => server.Browser.GetFromJsonAsync<JsonElement>(Route + query, Token);

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
