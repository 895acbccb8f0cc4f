using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Catalog.Web.Tests.Http;

public sealed class PushEndpointsTests : DoorTest
{
    private const string Events =
        """
        {"customer_id":1,"sold_at":"2026-11-20T10:00:00Z","price":9.5,"product":"cup"}
        {"sold_at":"2026-11-20T11:00:00Z","price":3,"product":"plate"}
        {"customer_id":2,"sold_at":"2026-11-20T12:00:00Z","price":-1,"product":"bowl"}
        """;

    [Fact]
    public async Task PostEvents_Lines_AreCheckedAndServed()
    {
        var answer = await Server.PostAsync("sources/sales/events", Events, type: "application/x-ndjson");
        await Server.PostAsync("views/profile/flush", string.Empty);

        Assert.Equal((3, 1, 2, false), ((int)answer["read"]!, (int)answer["accepted"]!, (int)answer["quarantined"]!, (bool)answer["duplicate"]!));
        Assert.Equal((1, 1), ((int)answer["byRule"]!["required:customer_id"]!, (int)answer["byRule"]!["minimum:price"]!));
        Assert.Equal("""[[1,2],["cup",null]]""", await LookUpAsync("product"));
        var refused = (await Server.GetAsync("quarantine?source=sales"))["items"]![0]!;
        Assert.Equal(("push", "push without a key"), ((string?)refused["origin"]!["kind"], (string?)refused["origin"]!["name"]));
        var run = (await Server.GetAsync("sources/sales/runs"))["items"]![0]!;
        Assert.Equal(("push", "running", (Guid)answer["runId"]!), ((string?)run["kind"], (string?)run["state"], (Guid)run["runId"]!));
    }

    [Fact]
    public async Task PostEvents_WithAKey_CountOnce()
    {
        var first = await PushAsync(Events, "abc");
        var second = await PushAsync(Events, "abc");
        var other = await PushAsync(Events + "\n" + Events, "abc", HttpStatusCode.BadRequest);

        Assert.False((bool)first["duplicate"]!);
        Assert.True((bool)second["duplicate"]!);
        Assert.Equal((3, 1, 2), ((int)second["read"]!, (int)second["accepted"]!, (int)second["quarantined"]!));
        Assert.Equal("idempotency-key-reused", IngestionServer.CodeOf(other));
        Assert.Equal(1, (int)(await Server.GetAsync("sources"))["items"]![1]!["events"]!);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PostEvents_Gzip_IsUnpackedWithTheHeaderOrWithout(bool header)
    {
        using var content = new ByteArrayContent(Gzip(Events));
        if (header)
        {
            content.Headers.ContentEncoding.Add("gzip");
        }

        Assert.Equal(3, (int)(await Server.SendAsync(HttpMethod.Post, "sources/sales/events", content))["read"]!);
    }

    [Fact]
    public async Task PostEvents_MoreThanTheServersUsualLimit_AreTaken()
    {
        var line = Encoding.UTF8.GetBytes("""{"customer_id":1,"sold_at":"2026-11-20T10:00:00Z","product":""" + "\"" + new string('x', 1_000_000) + "\"}\n");

        var answer = await Server.SendAsync(HttpMethod.Post, "sources/sales/events", new ByteArrayContent([.. Enumerable.Repeat(line, 31).SelectMany(static part => part)]));

        Assert.Equal(31, (int)answer["accepted"]!);
    }

    [Fact]
    public async Task PostEvents_WritersTooFarBehind_AreAnsweredWith429()
    {
        await using var server = await IngestionServer.StartAsync(("Ingestion:MaxLagEvents", "1"), ("Ingestion:RetryAfter", "00:00:07"));
        await server.PostAsync("views/profile/flush", string.Empty);
        HttpResponseMessage response;
        do
        {
            // More than its writer takes in the moment between two pushes.
            using var content = new StringContent(string.Concat(Enumerable.Repeat("""{"customer_id":1,"sold_at":"2026-11-20T10:00:00Z"}""" + "\n", 20_000)));
            response = await server.Http.PostAsync("api/v1/sources/sales/events", content, Token);
        }
        while (response.StatusCode == HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter?.Delta);
        Assert.Equal("backpressure", IngestionServer.CodeOf(JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!));
    }

    [Theory] // http-server/40, /42, /43
    [InlineData(""", "to": "online" """, "[[1,2],[9.5,null]]", 0)]
    [InlineData("", "[[1,2],[9.5,null]]", 0)]
    [InlineData(""", "to": "offline" """, "[[1,2],[null,null]]", 1)]
    [InlineData(""", "to": "online_and_offline" """, "[[1,2],[9.5,null]]", 1)]
    public async Task PostPush_Columns_GoToTheStoresAsked(string to, string online, int offline)
    {
        using var response = await PushFrameAsync(
            $$$"""{"push_source_name": "sales", "df": {"customer_id": [1, null], "sold_at": ["2026-01-02T03:04:05.678901", "2026-01-02T05:04:05+02:00"], "price": [9.5, 1], "zzz": [1, 2]}{{{to}}}}""");
        await Server.PostAsync("views/profile/flush", string.Empty);

        Assert.Equal((HttpStatusCode.OK, string.Empty), (response.StatusCode, await response.Content.ReadAsStringAsync(Token)));
        Assert.Equal("read=2, accepted=1, quarantined=1, warnings=\"undeclared%3Azzz=2\"", Assert.Single(response.Headers.GetValues("Catalog-Push")));
        Assert.Equal(online, await LookUpAsync("last_price"));
        var view = Server.Get<global::FeatureStore.Ports.IFeatureRegistry>().FindView("profile")!;
        var snapshot = await Server.Get<global::FeatureStore.Ports.IOfflineManifest>().GetSnapshotAsync(view.Id, Token);
        Assert.Equal(offline, snapshot.Files.Sum(static file => file.RowCount));
    }

    [Fact] // http-server/61
    public async Task PostPush_NoRows_IsTaken()
    {
        using var response = await PushFrameAsync("""{"push_source_name": "sales", "df": {}, "to": "online", "allow_registry_cache": true, "transform_on_write": true}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact] // http-server/45
    public async Task PostPush_UnknownSource_AnswersFeastsClass()
    {
        using var response = await PushFrameAsync("""{"push_source_name": "nope", "df": {"customer_id": [1]}}""");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        var error = JsonNode.Parse((string)JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!)!;
        Assert.Equal(("feast.errors", "PushSourceNotFoundException"), ((string?)error["module"], (string?)error["class"]));
    }

    [Theory]
    [InlineData("""{"push_source_name": "sales", "df": {"customer_id": [1]}, "to": "nowhere"}""", "'nowhere' is not a supported push format")] // /44
    [InlineData("""{"push_source_name": "sales", "df": {"sold_at": ["2026-01-02T00:00:00"]}}""", "Column 'customer_id' is not in 'df'")] // /47
    [InlineData("""{"push_source_name": "sales", "df": {"customer_id": [1]}}""", "Column 'sold_at' is not in 'df'")] // /48
    [InlineData("""{"push_source_name": "sales", "df": {"customer_id": [1], "sold_at": []}}""", "same length")] // /49
    [InlineData("""{"push_source_name": "quiet", "df": {"at": ["2026-01-02T00:00:00"]}}""", "takes no pushes")]
    public async Task PostPush_WhatFeastHasNoClassFor_AnswersThePlainMessage(string body, string text)
    {
        using var response = await PushFrameAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(text, (string)JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "missing")]
    [InlineData("{", "json_invalid")]
    [InlineData("[]", "model_attributes_type")]
    [InlineData("""{"push_source_name": "sales"}""", "missing")] // /62
    [InlineData("""{"df": {}}""", "missing")]
    [InlineData("""{"push_source_name": 1, "df": {}}""", "string_type")]
    [InlineData("""{"push_source_name": "sales", "df": []}""", "dict_type")]
    [InlineData("""{"push_source_name": "sales", "df": {"a": 1}}""", "list_type")]
    [InlineData("""{"push_source_name": "sales", "df": {"customer_id": [1], "sold_at": ["\ud800"]}}""", "json_invalid")]
    public async Task PostPush_BodyOfAnotherShape_Answers422WithTheDetail(string body, string type)
    {
        using var response = await PushFrameAsync(body);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal(type, (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!["detail"]![0]!["type"]);
    }

    private Task<HttpResponseMessage> PushFrameAsync(string body) => Server.Http.PostAsync("push", new StringContent(body, Encoding.UTF8, "application/json"), Token);

    private async Task<JsonNode> PushAsync(string lines, string key, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var content = new StringContent(lines);
        content.Headers.Add("Idempotency-Key", key);
        return await Server.SendAsync(HttpMethod.Post, "sources/sales/events", content, status);
    }

    /// <summary>Keys 1 and 2 and their values.</summary>
    private async Task<string> LookUpAsync(string feature)
    {
        using var content = new StringContent($$$"""{"features": ["profile:{{{feature}}}"], "entities": {"customer_id": [1, 2]}}""");
        using var response = await Server.Http.PostAsync("get-online-features", content, Token);
        var results = JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!["results"]!.AsArray();
        return new JsonArray([.. results.Select(static column => column!["values"]!.DeepClone())]).ToJsonString();
    }

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }
}
