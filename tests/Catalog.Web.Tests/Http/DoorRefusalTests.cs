using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Catalog.Web.Tests.Http;

/// <summary>What the doors refuse, on one server, since nothing of it may leave a trace.</summary>
public sealed class DoorRefusalTests(DoorRefusalTests.SharedServer shared) : IClassFixture<DoorRefusalTests.SharedServer>
{
    private const string Unknown = "018f0000-0000-7000-8000-000000000001";
    private const string Lines = IngestionServer.Header + "1,2026-11-20T10:00:00Z,9.5,cup\n";

    private IngestionServer Server => shared.Server;

    [Theory]
    [InlineData("sources/nothing/files?name=a.csv", Lines, 404, "source-not-found")]
    [InlineData("sources/sales/files", Lines, 400, "invalid-request")]
    [InlineData("sources/sales/files?name=%20", Lines, 400, "invalid-request")]
    [InlineData("sources/sales/files?name=a%00b", Lines, 400, "invalid-request")]
    [InlineData("sources/sales/files?name=a.csv&force=perhaps", Lines, 400, "invalid-request")]
    [InlineData("sources/sales/files?name=a.csv", "", 400, "unreadable-file")]
    [InlineData("sources/sales/files?name=a.csv", "customer_id,customer_id\n", 400, "unreadable-file")]
    [InlineData("sources/sales/files?name=a.csv", "{\"customer_id\": 1}\n", 400, "unreadable-file")]
    public async Task PostFile_WhatCannotBeTaken_LeavesNothing(string path, string body, int status, string code)
    {
        var problem = await Server.PostAsync(path, body, (HttpStatusCode)status, "text/csv");

        Assert.Equal(code, IngestionServer.CodeOf(problem));
        Assert.Empty((await Server.GetAsync("sources/sales/runs"))["items"]!.AsArray());
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=b", "no form at all")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nx\r\n--b--\r\n")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\ncustomer_id,sold_at,price,product\n1,")]
    public async Task PostFile_BrokenForm_LeavesNothing(string type, string body)
    {
        using var content = new StringContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        var problem = await Server.SendAsync(HttpMethod.Post, "sources/sales/files", content, HttpStatusCode.BadRequest);

        Assert.Equal("invalid-request", IngestionServer.CodeOf(problem));
        Assert.Empty((await Server.GetAsync("sources/sales/runs"))["items"]!.AsArray());
    }

    [Fact]
    public async Task PostFile_LongName_IsRefused()
        => Assert.Equal(
            "invalid-request",
            IngestionServer.CodeOf(await Server.PostAsync($"sources/sales/files?name={new string('x', 300)}", Lines, HttpStatusCode.BadRequest)));

    [Theory]
    [InlineData("text/csv")]
    [InlineData("application/xml")]
    [InlineData("multipart/form-data; boundary=b")]
    public async Task PostEvents_OfAnotherFormat_AreRefusedAndNotQuarantined(string type)
    {
        using var content = new StringContent("customer_id,sold_at\n1,2026-11-20\n");
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        var problem = await Server.SendAsync(HttpMethod.Post, "sources/sales/events", content, HttpStatusCode.UnsupportedMediaType);

        Assert.Equal("unsupported-media-type", IngestionServer.CodeOf(problem));
        Assert.Empty((await Server.GetAsync("sources/sales/runs"))["items"]!.AsArray());
    }

    [Theory]
    [InlineData("sources/nothing/runs", 404, "source-not-found")]
    [InlineData("sources/sales/runs?limit=0", 400, "invalid-request")]
    [InlineData("sources/sales/runs?limit=201", 400, "invalid-request")]
    [InlineData("sources/sales/runs?limit=many", 400, "invalid-request")]
    [InlineData("sources/sales/runs/" + Unknown, 404, "run-not-found")]
    [InlineData("sources/nothing/checks", 404, "source-not-found")]
    [InlineData("sources/nothing/checks/history", 404, "source-not-found")]
    [InlineData("sources/sales/checks/history?from=yesterday", 400, "invalid-request")]
    [InlineData("sources/sales/checks/history?from=2026-11-20&to=2026-11-19", 400, "invalid-request")]
    [InlineData("sources/sales/checks/history?from=0001-01-01&to=9999-12-31", 400, "invalid-request")]
    [InlineData("quarantine?limit=0", 400, "invalid-request")]
    [InlineData("quarantine?limit=1000000", 400, "invalid-request")]
    [InlineData("quarantine?cursor=abc", 400, "invalid-request")]
    [InlineData("quarantine?state=7", 400, "invalid-request")]
    [InlineData("quarantine?state=lost", 400, "invalid-request")]
    [InlineData("quarantine/999", 404, "quarantined-event-not-found")]
    [InlineData("quarantine/export?format=xml", 400, "invalid-request")]
    [InlineData("runs?limit=0", 400, "invalid-request")]
    [InlineData("runs?limit=9999", 400, "invalid-request")]
    [InlineData("runs?cursor=nonsense", 400, "invalid-cursor")]
    [InlineData("runs?state=asleep", 400, "invalid-request")]
    [InlineData("runs?kind=dance", 400, "invalid-request")]
    [InlineData("runs?job=job:", 400, "invalid-node-id")]
    [InlineData("runs/" + Unknown, 404, "run-not-found")]
    public async Task Get_WhatIsNotLegal_IsRefused(string path, int status, string code)
        => Assert.Equal(code, IngestionServer.CodeOf(await Server.GetAsync(path, (HttpStatusCode)status)));

    [Theory]
    [InlineData("many", "'limit' is 'many', which cannot be read. Give a whole number.")]
    [InlineData("99999999999", "'limit' is '99999999999', which is too large.")]
    [InlineData("-99999999999", "'limit' is '-99999999999', which is too small.")]
    public async Task Get_NumberThatCannotBeTaken_SaysWhy(string limit, string detail)
        => Assert.Equal(detail, $"{(await Server.GetAsync("runs?limit=" + limit, HttpStatusCode.BadRequest))["detail"]}");

    [Theory]
    [InlineData("sources/nothing/quarantine/dismiss", "{}", 404, "source-not-found")]
    [InlineData("sources/sales/quarantine/dismiss", "{}", 400, "invalid-json")]
    [InlineData("sources/sales/quarantine/dismiss", """{"rules": [], "text": ""}""", 400, "invalid-json")]
    [InlineData("sources/sales/quarantine/dismiss", "", 400, "invalid-json")]
    [InlineData("sources/sales/quarantine/dismiss", "null", 400, "invalid-json")]
    [InlineData("sources/sales/quarantine/dismiss", "[]", 400, "invalid-json")]
    [InlineData("sources/sales/quarantine/dismiss", """{"rule": "a"}""", 400, "invalid-json")]
    [InlineData("sources/sales/quarantine/dismiss", """{"ids": ["x"]}""", 400, "invalid-json")]
    [InlineData("sources/sales/quarantine/dismiss", "{", 400, "invalid-json")]
    [InlineData("sources/nothing/quarantine/replay", "{}", 404, "source-not-found")]
    [InlineData("sources/sales/quarantine/replay", "", 400, "invalid-json")]
    [InlineData("sources/nothing/quarantine/try", "{}", 404, "source-not-found")]
    [InlineData("sources/sales/runs/" + Unknown + "/cancel", "", 404, "run-not-found")]
    [InlineData("runs/" + Unknown + "/cancel", "", 404, "run-not-found")]
    [InlineData("views/nothing/flush", "", 404, "feature-view-not-found")]
    [InlineData("sources/nothing/events", "{}", 404, "source-not-found")]
    [InlineData("sources/quiet/events", "{}", 400, "invalid-push")]
    public async Task Post_WhatIsNotLegal_IsRefused(string path, string body, int status, string code)
        => Assert.Equal(code, IngestionServer.CodeOf(await Server.PostAsync(path, body, (HttpStatusCode)status)));

    [Theory]
    [InlineData("POST", "sources/nothing/quarantine/dismiss", "{}", 404, "source-not-found")]
    [InlineData("POST", "views/nothing/flush", "", 404, "feature-view-not-found")]
    [InlineData("POST", "runs/" + Unknown + "/cancel", "", 404, "run-not-found")]
    [InlineData("POST", "sources/sales/quarantine/dismiss", "{", 400, "invalid-json")]
    [InlineData("POST", "sources/sales/files", Lines, 400, "invalid-request")]
    [InlineData("GET", "runs/" + Unknown, "", 404, "run-not-found")]
    [InlineData("GET", "runs?limit=0", "", 400, "invalid-request")]
    public async Task Door_AcceptsHtmlAlone_AnswersWithTheProblem(string method, string path, string body, int status, string code)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/v1/" + path) { Headers = { { "Accept", "text/html" } } };
        request.Content = method == "GET" ? null : new StringContent(body);

        using var answer = await Server.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal((code, status), (IngestionServer.CodeOf(problem), (int)problem["status"]!));
    }

    [Theory]
    [InlineData("replay", 10_001)]
    [InlineData("try", 201)]
    public async Task PostSelection_TooManyNumbers_IsRefused(string door, int count)
        => Assert.Equal(
            "invalid-request",
            IngestionServer.CodeOf(await Server.PostAsync(
                $"sources/sales/quarantine/{door}", $$"""{"ids": [{{string.Join(',', Enumerable.Range(1, count))}}]}""", HttpStatusCode.BadRequest)));

    [Theory]
    [InlineData("gzip", new byte[] { 0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1 }, 400, "invalid-push")]
    [InlineData("", new byte[] { 0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1 }, 400, "invalid-push")]
    [InlineData("gzip", new byte[] { 1, 2, 3 }, 400, "invalid-push")]
    [InlineData("br", new byte[] { 1, 2, 3 }, 415, "unsupported-media-type")]
    public async Task PostEvents_DamagedBody_IsRefused(string encoding, byte[] body, int status, string code)
    {
        using var content = new ByteArrayContent(body);
        if (encoding.Length > 0)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        Assert.Equal(code, IngestionServer.CodeOf(await Server.SendAsync(HttpMethod.Post, "sources/sales/events", content, (HttpStatusCode)status)));
    }

    public sealed class SharedServer : IAsyncLifetime
    {
        private IngestionServer? _server;

        internal IngestionServer Server => _server!; // Set before the first test.

        public async ValueTask InitializeAsync() => _server = await IngestionServer.StartAsync();

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
