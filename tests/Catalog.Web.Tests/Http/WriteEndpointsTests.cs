using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Catalog.Definitions.Model;

namespace Catalog.Web.Tests.Http;

/// <summary>Requests as recorded of Feast 0.66; what its server answers with 500 is refused with 400 here.</summary>
public sealed class WriteEndpointsTests : DoorTest
{
    private const string MoreViews = """
        kind: FeatureView
        name: totals
        domain: shop
        owner: crew
        entities: [customer_id]
        source: sales
        features:
          - {name: spent_7d, aggregate: sum, of: price, window: 7d}
        ---
        kind: FeatureView
        name: history
        domain: shop
        owner: crew
        entities: [customer_id]
        source: sales
        online: false
        features:
          - {name: kept_price, type: double, from: price}
        ---
        kind: OnDemandFeatureView
        name: doubled
        domain: shop
        owner: crew
        sources:
          - view: profile
            features: [last_price]
        features:
          - {name: twice, type: double, expression: last_price * 2}
        """;

    [Fact] // http-server/70
    public async Task Post_Rows_AreServedAtOnceAndNoHistory()
    {
        await Server.IngestAsync(Lines);
        await Server.PostAsync("views/profile/flush", string.Empty);

        var answer = await WriteAsync("""
            {"feature_view_name": "profile", "allow_registry_cache": false, "df": {"customer_id": [1, 7, 8.0], "event_timestamp": ["2026-11-22T10:00:00", "2026-11-22T10:00:00.5+02:00", "2026-11-22"],
             "created": [null, null, null], "last_price": [7.5, null, 1], "product": ["tray", "mug", null]}}
            """);

        Assert.Equal((HttpStatusCode.OK, "null", "rows=3, newer=3, erased=0"), answer);
        Assert.Equal("""[[1,2,7,8],["tray",null,"mug",null],[7.5,null,null,1]]""", await LookUpAsync());
        Assert.Equal(2, (long)(await Server.GetAsync("sources"))["items"]![1]!["events"]!);
        var explained = await Server.GetAsync("explanations?feature=profile:product&key.customer_id=1");
        Assert.Equal(("jug", "writtenDirectly"), ((string?)explained["value"], (string?)explained["served"]!["notCompared"]));
    }

    [Fact] // http-server/55 and 56
    public async Task Post_OlderRow_LeavesTheNewer()
    {
        await Server.IngestAsync(Lines);
        await Server.PostAsync("views/profile/flush", string.Empty);

        var answer = await WriteAsync("""{"feature_view_name": "profile", "df": {"customer_id": [1, 1], "sold_at": ["2026-11-21T10:00:00Z", "2026-11-20T10:00:00Z"], "last_price": [7.5, 8], "product": ["tray", "mug"]}}""");

        Assert.Equal((HttpStatusCode.OK, "null", "rows=2, newer=0, erased=0"), answer);
        Assert.Equal("""[[1,2,7,8],["jug",null,null,null],[4,null,null,null]]""", await LookUpAsync());
    }

    [Theory]
    [InlineData("""{"feature_view_name": "profile", "df": {}}""")]
    [InlineData("""{"feature_view_name": "profile", "df": {"customer_id": []}}""")]
    public async Task Post_NoRows_IsFine(string body) => Assert.Equal((HttpStatusCode.OK, "null", "rows=0, newer=0, erased=0"), await WriteAsync(body));

    [Theory]
    [InlineData("profile", """{"customer_id": [1], "sold_at": ["2026-11-20T10:00:00Z"], "last_price": [1]}""", "Column 'product' is not in 'df'")] // /72
    [InlineData("profile", """{"sold_at": ["2026-11-20T10:00:00Z"], "last_price": [1], "product": ["x"]}""", "Column 'customer_id' is not in 'df'")]
    [InlineData("profile", """{"customer_id": [1], "last_price": [1], "product": ["x"]}""", "Column 'sold_at' is not in 'df'")]
    [InlineData("profile", """{"customer_id": [1, null], "sold_at": ["2026-11-20T10:00:00Z", "2026-11-20T10:00:00Z"], "last_price": [1, 1], "product": ["x", "x"]}""", "row 2: The join key 'customer_id' is null")]
    [InlineData("profile", """{"customer_id": [1], "sold_at": [null], "last_price": [1], "product": ["x"]}""", "sold_at")]
    [InlineData("profile", """{"customer_id": [1], "sold_at": ["yesterday"], "last_price": [1], "product": ["x"]}""", "yesterday")]
    [InlineData("profile", """{"customer_id": [1.5], "sold_at": ["2026-11-20T10:00:00Z"], "last_price": [1], "product": ["x"]}""", "1.5")]
    [InlineData("profile", """{"customer_id": [1, 2, 3], "sold_at": ["2026-11-20T10:00:00Z", "2026-11-20T10:00:00Z", "2026-11-20T10:00:00Z"], "last_price": [1, "dear", "cheap"], "product": ["x", "x", "x"]}""", "1 more rows are wrong")]
    [InlineData("profile", """{"customer_id": [1, 2], "sold_at": ["2026-11-20T10:00:00Z"], "last_price": [1], "product": ["x"]}""", "same length")]
    [InlineData("totals", """{"customer_id": [1], "sold_at": ["2026-11-20T10:00:00Z"], "spent_7d": [1]}""", "'spent_7d' is an aggregate over a window")]
    [InlineData("history", """{"customer_id": [1], "sold_at": ["2026-11-20T10:00:00Z"], "kept_price": [1]}""", "not kept online")]
    [InlineData("doubled", """{"customer_id": [1], "sold_at": ["2026-11-20T10:00:00Z"], "twice": [1]}""", "computed when they are looked up")]
    public async Task Post_WhatCannotBeWritten_IsRefusedWholly(string view, string frame, string text)
    {
        await Server.ApplyAsync(new DefinitionFile("shop.yaml", IngestionServer.Definitions + "\n---\n" + MoreViews), new DefinitionFile("sales.odcs.yaml", IngestionServer.Contract));

        var (status, answer, _) = await WriteAsync($$"""{"feature_view_name": "{{view}}", "df": {{frame}}}""");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(text, (string?)JsonNode.Parse(answer), StringComparison.Ordinal);
        Assert.Equal("""[[1,2,7,8],[null,null,null,null],[null,null,null,null]]""", await LookUpAsync());
    }

    [Fact] // http-server/71
    public async Task Post_UnknownView_IsFeastsError()
    {
        var (status, answer, _) = await WriteAsync("""{"feature_view_name": "nope", "df": {"customer_id": [1]}}""");

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal(("feast.errors", "FeatureViewNotFoundException"), (JsonNode.Parse((string?)JsonNode.Parse(answer) ?? "") is { } error ? ((string?)error["module"], (string?)error["class"]) : default));
    }

    [Theory]
    [InlineData("", "missing")]
    [InlineData("[]", "model_attributes_type")]
    [InlineData("""{"df": {}}""", "missing")]
    [InlineData("""{"feature_view_name": "profile"}""", "missing")]
    [InlineData("""{"feature_view_name": "profile", "df": {"customer_id": [1], "product": ["\ud800"], "sold_at": ["2026-11-20"], "last_price": [1]}}""", "json_invalid")]
    public async Task Post_BodyOfAnotherShape_Answers422WithTheDetail(string body, string type)
    {
        var (status, answer, _) = await WriteAsync(body);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal(type, (string?)JsonNode.Parse(answer)!["detail"]![0]!["type"]);
    }

    private async Task<string> LookUpAsync()
    {
        using var content = new StringContent("""{"features": ["profile:product", "profile:last_price"], "entities": {"customer_id": [1, 2, 7, 8]}}""", Encoding.UTF8, "application/json");
        using var response = await Server.Http.PostAsync("get-online-features", content, Token);
        var results = JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!["results"]!.AsArray();
        return new JsonArray([.. results.Select(static column => column!["values"]!.DeepClone())]).ToJsonString();
    }

    private async Task<(HttpStatusCode Status, string Text, string? Figures)> WriteAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Server.Http.PostAsync("write-to-online-store", content, Token);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Token), response.Headers.TryGetValues("Catalog-Write", out var figures) ? figures.Single() : null);
    }
}
