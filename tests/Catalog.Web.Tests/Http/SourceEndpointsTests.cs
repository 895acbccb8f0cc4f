using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Catalog.Web.Tests.Http;

public sealed class SourceEndpointsTests : DoorTest
{
    [Fact]
    public async Task PostFile_Lines_AreIngestedAndShown()
    {
        var run = await Server.IngestAsync(Lines);

        Assert.Equal(("completed", "file", "sales.csv", "sales"), ((string?)run["state"], (string?)run["kind"], (string?)run["title"], (string?)run["source"]));
        Assert.Equal((4, 2, 2), ((int)run["result"]!["read"]!, (int)run["result"]!["accepted"]!, (int)run["result"]!["quarantined"]!));
        Assert.Equal(1, (int)run["result"]!["byRule"]!["required:customer_id"]!);
        Assert.Equal(Lines.Length, (int)run["byteCount"]!);
        Assert.EndsWith("Z", (string?)run["endedAt"], StringComparison.Ordinal);
        var items = (await Server.GetAsync("sources"))["items"]!.AsArray();
        Assert.Equal(["quiet", "sales"], items.Select(static item => (string?)item!["name"]));
        Assert.Equal((2, 2, "csv", "sales"), ((int)items[1]!["events"]!, (int)items[1]!["openQuarantined"]!, (string?)items[1]!["format"], (string?)items[1]!["contract"]));
        Assert.Equal((Guid)run["runId"]!, (Guid)items[1]!["lastRun"]!["runId"]!);
        Assert.Equal((0, null), ((int)items[0]!["events"]!, items[0]!["lastRun"]));
    }

    [Fact]
    public async Task PostFile_SameContentTwice_AppendsNothingUnlessForced()
    {
        var first = await Server.IngestAsync(Lines);
        var second = await Server.IngestAsync(Lines);
        var third = await Server.IngestAsync(Lines, "sales.csv&force=true&requestedBy=ann");

        Assert.False((bool)first["result"]!["alreadyIngested"]!);
        Assert.True((bool)second["result"]!["alreadyIngested"]!);
        Assert.False((bool)third["result"]!["alreadyIngested"]!);
        Assert.Equal("ann", (string?)third["requestedBy"]);
        Assert.Equal(4, (int)(await Server.GetAsync("sources"))["items"]![1]!["events"]!);
        var runs = (await Server.GetAsync("sources/sales/runs?limit=2"))["items"]!.AsArray();
        Assert.Equal([(Guid)third["runId"]!, (Guid)second["runId"]!], runs.Select(static run => (Guid)run!["runId"]!));
    }

    [Fact]
    public async Task PostFile_Form_TakesTheNameOfThePart()
    {
        using var form = new MultipartFormDataContent { { new StringContent(Lines), "file", "über sales.csv" } };

        var run = await Server.SendAsync(HttpMethod.Post, "sources/sales/files", form, HttpStatusCode.Accepted);

        Assert.Equal("über sales.csv", (string?)run["title"]);
    }

    [Fact]
    public async Task PostFile_MoreThanTheServersUsualLimit_IsTaken()
    {
        var line = Encoding.UTF8.GetBytes("1,2026-11-20T10:00:00Z,9.5,cup\n");
        var body = new byte[IngestionServer.Header.Length + (line.Length * 1_200_000)];
        Encoding.UTF8.GetBytes(IngestionServer.Header).CopyTo(body, 0);
        for (var at = IngestionServer.Header.Length; at < body.Length; at += line.Length)
        {
            line.CopyTo(body, at);
        }

        var run = await Server.SendAsync(HttpMethod.Post, "sources/sales/files?name=big.csv", new ByteArrayContent(body), HttpStatusCode.Accepted);
        await Server.PostAsync($"sources/sales/runs/{(Guid)run["runId"]!}/cancel", string.Empty, HttpStatusCode.Accepted);

        Assert.Equal(body.Length, (int)run["byteCount"]!);
    }

    [Fact]
    public async Task PostFile_CutGzip_IsRefusedAtOnceOrFailsTheRun()
    {
        var short_ = await Server.SendAsync(HttpMethod.Post, "sources/sales/files?name=a.csv.gz", new ByteArrayContent(Gzip(Lines)[..15]), HttpStatusCode.BadRequest);
        var random = new Random(1);
        var many = IngestionServer.Header + string.Concat(Enumerable.Range(0, 50_000).Select(_ => $"{random.Next()},2026-11-20T10:00:00Z,{random.Next()},cup\n"));
        var run = await Server.SendAsync(HttpMethod.Post, "sources/sales/files?name=b.csv.gz", new ByteArrayContent(Gzip(many)[..^20]), HttpStatusCode.Accepted);
        await Server.Get<global::Ingestion.IngestionService>().WaitAsync("sales", (Guid)run["runId"]!, Token);
        var ended = await Server.GetAsync($"sources/sales/runs/{(Guid)run["runId"]!}");

        Assert.Equal("unreadable-file", IngestionServer.CodeOf(short_));
        Assert.Equal(("failed", "unreadable-file"), ((string?)ended["state"], (string?)ended["error"]!["code"]));
        Assert.Contains("gzip", (string?)ended["error"]!["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetRun_OfAnotherSource_IsNotFound()
    {
        var run = await Server.IngestAsync(Lines);

        Assert.Equal("run-not-found", IngestionServer.CodeOf(await Server.GetAsync($"sources/quiet/runs/{(Guid)run["runId"]!}", HttpStatusCode.NotFound)));
    }

    [Fact]
    public async Task Cancel_EndedRun_IsAConflictThatSaysHowItEnded()
    {
        var run = await Server.IngestAsync(Lines);

        var refused = await Server.PostAsync($"sources/sales/runs/{(Guid)run["runId"]!}/cancel", string.Empty, HttpStatusCode.Conflict);

        Assert.Equal("run-ended", IngestionServer.CodeOf(refused));
        Assert.Contains($"it ended at {(string?)run["endedAt"]} as 'completed'", (string?)refused["detail"], StringComparison.Ordinal);
        var after = await Server.GetAsync($"sources/sales/runs/{(Guid)run["runId"]!}");
        Assert.True(JsonNode.DeepEquals(run, after), after.ToJsonString());
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
