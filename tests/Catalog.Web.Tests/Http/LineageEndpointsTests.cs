using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Catalog.Web.Tests.Http;

public sealed class LineageEndpointsTests : IAsyncLifetime
{
    private LineageServer? _server;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private HttpClient Http => (_server ?? throw new InvalidOperationException("The server has not started.")).Http;

    public async ValueTask InitializeAsync() => _server = await LineageServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Fact]
    public async Task PostLineage_PlainOrGzip_AnswersAsMarquezDoes()
    {
        using var plain = await PostAsync("lineage", Encoding.UTF8.GetBytes(Event("START", 0)), null);
        using var gzip = await PostAsync("lineage", Compress(Event("COMPLETE", 1)), "gzip");
        using var again = await PostAsync("lineage", Compress(Event("COMPLETE", 1)), "gzip");

        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Created, HttpStatusCode.Created], [plain.StatusCode, gzip.StatusCode, again.StatusCode]);
        Assert.Empty(await plain.Content.ReadAsStringAsync(Token));
        var runs = await GetAsync("namespaces/jobs/jobs/load/runs");
        var run = Assert.Single(runs["runs"]!.AsArray());
        Assert.Equal(("COMPLETED", 1000L), (run!["state"]!.GetValue<string>(), run["durationMs"]!.GetValue<long>()));
    }

    [Fact]
    public async Task PostLineage_MalformedFacet_IsTakenWithItsWarning()
    {
        var json = Event("START", 0).Replace("\"name\":\"load\"", "\"name\":\"load\",\"facets\":{\"sql\":{\"_producer\":\"p\",\"_schemaURL\":\"s\"}}", StringComparison.Ordinal);

        using var response = await PostAsync("lineage", Encoding.UTF8.GetBytes(json), null);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var warning = Assert.Single((await ReadAsync(response))["warnings"]!.AsArray());
        Assert.Equal(("facet-malformed", "job.facets.sql"), (warning!["rule"]!.GetValue<string>(), warning["path"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("{}", null, HttpStatusCode.BadRequest, "invalid-event")]
    [InlineData("", null, HttpStatusCode.BadRequest, "invalid-event")]
    [InlineData("{}", "gzip", HttpStatusCode.BadRequest, "invalid-request")]
    [InlineData("{}", "br", HttpStatusCode.UnsupportedMediaType, "unsupported-media-type")]
    public async Task PostLineage_UnusableBody_SaysWhatIsWrong(string body, string? encoding, HttpStatusCode status, string code)
    {
        using var response = await PostAsync("lineage", Encoding.UTF8.GetBytes(body), encoding);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(code, (await ReadAsync(response))["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task PostLineage_SmallBodyThatUnfoldsIntoAHugeOne_IsRefused()
    {
        using var response = await PostAsync("lineage", Compress(new string(' ', 50_000_000)), "gzip");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("Lineage:MaxBodyBytes", (await ReadAsync(response))["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PostBatch_SomeUnusable_TellsWhich()
    {
        using var response = await PostAsync("lineage/batch", Encoding.UTF8.GetBytes($"[{Event("START", 0)},{{}},{Event("COMPLETE", 1)}]"), null);

        var answer = await ReadAsync(response);
        Assert.Equal("partial_success", answer["status"]!.GetValue<string>());
        Assert.Equal("""{"received":3,"successful":2,"failed":1,"retriable":0,"non_retriable":1}""", answer["summary"]!.ToJsonString());
        var failed = Assert.Single(answer["failed_events"]!.AsArray())!;
        Assert.Equal((1, false), (failed["index"]!.GetValue<int>(), failed["retriable"]!.GetValue<bool>()));
        Assert.NotEmpty(failed["reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task PostBatch_NoArray_IsRefused()
    {
        using var response = await PostAsync("lineage/batch", Encoding.UTF8.GetBytes(Event("START", 0)), null);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task GetLineage_OfADataset_HasMarquezShape()
    {
        using var posted = await PostAsync("lineage", Encoding.UTF8.GetBytes(Event("COMPLETE", 1)), null);

        var graph = (await GetAsync("lineage?depth=5&nodeId=" + Uri.EscapeDataString("dataset:kafka://h:9092:orders")))["graph"]!.AsArray();

        Assert.Equal(
            ["dataset:kafka://h:9092:orders", "job:jobs:load", "dataset:file:/data/out"], graph.Select(node => node!["id"]!.GetValue<string>()));
        var job = graph[1]!;
        Assert.Equal("JOB", job["type"]!.GetValue<string>());
        Assert.Equal("""{"origin":"dataset:kafka://h:9092:orders","destination":"job:jobs:load"}""", job["inEdges"]![0]!.ToJsonString());
        Assert.Equal("COMPLETED", job["data"]!["latestRun"]!["state"]!.GetValue<string>());
        Assert.Equal("STREAM", graph[0]!["data"]!["type"]!.GetValue<string>());
        Assert.Equal("id", graph[0]!["data"]!["fields"]![0]!["name"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("lineage", HttpStatusCode.BadRequest)]
    [InlineData("lineage?nodeId=nonsense", HttpStatusCode.BadRequest)]
    [InlineData("lineage?nodeId=dataset:a:b", HttpStatusCode.NotFound)]
    [InlineData("lineage?nodeId=dataset:a:b&depth=1000", HttpStatusCode.BadRequest)]
    [InlineData("namespaces?limit=0", HttpStatusCode.BadRequest)]
    [InlineData("namespaces/a/datasets/b", HttpStatusCode.NotFound)]
    [InlineData("namespaces/a/jobs/b", HttpStatusCode.NotFound)]
    [InlineData("namespaces/a/jobs/b/runs", HttpStatusCode.NotFound)]
    [InlineData("jobs/runs/01936893-9751-7a91-a2a0-a51101a3970c", HttpStatusCode.NotFound)]
    public async Task Get_WhatIsNotThere_SaysSo(string path, HttpStatusCode status)
    {
        using var response = await Http.GetAsync(new Uri(path, UriKind.Relative), Token);

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task Get_NamesWithSlashesAndColons_AreFound()
    {
        using var posted = await PostAsync("lineage", Encoding.UTF8.GetBytes(Event("COMPLETE", 1)), null);

        Assert.Equal(
            ["file", "jobs", "kafka://h:9092"],
            (await GetAsync("namespaces"))["namespaces"]!.AsArray().Select(space => space!["name"]!.GetValue<string>()));
        var list = await GetAsync("namespaces/kafka%3A%2F%2Fh%3A9092/datasets");
        Assert.Equal((1, "orders"), (list["totalCount"]!.GetValue<int>(), list["datasets"]![0]!["name"]!.GetValue<string>()));
        Assert.Equal("/data/out", (await GetAsync("namespaces/file/datasets/%2Fdata%2Fout"))["name"]!.GetValue<string>());
        Assert.Equal("load", (await GetAsync("namespaces/jobs/jobs/load"))["simpleName"]!.GetValue<string>());
        Assert.Equal(1, (await GetAsync("namespaces/jobs/jobs"))["totalCount"]!.GetValue<int>());
        Assert.Equal("COMPLETED", (await GetAsync("jobs/runs/01936893-9751-7a91-a2a0-a51101a3970c"))["state"]!.GetValue<string>());
    }

    private static string Event(string type, int second) => JsonSerializer.Serialize(new
    {
        eventType = type,
        eventTime = $"2026-11-20T10:00:0{second}Z",
        producer = "https://example.org",
        schemaURL = "https://openlineage.io/spec/2-0-2/OpenLineage.json",
        run = new { runId = "01936893-9751-7a91-a2a0-a51101a3970c" },
        job = new { @namespace = "jobs", name = "load" },
        inputs = new[]
        {
            new
            {
                @namespace = "kafka://h:9092",
                name = "orders",
                facets = new { schema = new { _producer = "p", _schemaURL = "s", fields = new[] { new { name = "id", type = "long" } } } },
            },
        },
        outputs = new[] { new { @namespace = "file", name = "/data/out" } },
    });

    private static byte[] Compress(string text)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return buffer.ToArray();
    }

    private async Task<HttpResponseMessage> PostAsync(string path, byte[] body, string? encoding)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        return await Http.PostAsync(new Uri(path, UriKind.Relative), content, Token);
    }

    private async Task<JsonNode> GetAsync(string path)
    {
        using var response = await Http.GetAsync(new Uri(path, UriKind.Relative), Token);
        response.EnsureSuccessStatusCode();
        return await ReadAsync(response);
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage response)
        => JsonNode.Parse(await response.Content.ReadAsStringAsync(Token)) ?? throw new InvalidOperationException("The body is null.");
}
