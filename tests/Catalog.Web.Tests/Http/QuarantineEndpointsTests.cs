using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Catalog.Web.Tests.Http;

public sealed class QuarantineEndpointsTests : DoorTest
{
    [Fact]
    public async Task List_RefusedEvents_NewestFirstInPages()
    {
        await Server.IngestAsync(Lines);

        var first = await Server.GetAsync("quarantine?source=sales&state=open&limit=1");
        var second = await Server.GetAsync($"quarantine?source=sales&state=open&limit=1&cursor={(long)first["next"]!}");

        var newest = Assert.Single(first["items"]!.AsArray())!;
        Assert.Equal("2,2026-11-20T12:00:00Z,-1,bowl", (string?)newest["raw"]);
        Assert.Equal((3, 4, 95), ((int)newest["recordNumber"]!, (int)newest["lineNumber"]!, (int)newest["byteOffset"]!));
        Assert.Equal(("minimum:price", "price", "-1"), ((string?)newest["violations"]![0]!["rule"], (string?)newest["violations"]![0]!["column"], (string?)newest["violations"]![0]!["value"]));
        Assert.Equal(("sales", "1.0.0", "open", "2026-11-20T12:00:00Z"), ((string?)newest["contract"], (string?)newest["contractVersion"], (string?)newest["state"], (string?)newest["eventTime"]));
        Assert.Equal(("csvFile", "sales.csv", ","), ((string?)newest["origin"]!["kind"], (string?)newest["origin"]!["name"], (string?)newest["origin"]!["delimiter"]));
        Assert.Equal(",2026-11-20T11:00:00Z,3,plate", (string?)Assert.Single(second["items"]!.AsArray())!["raw"]);
        Assert.Null(second["next"]);
    }

    [Fact]
    public async Task List_Filters_Narrow()
    {
        await Server.IngestAsync(Lines);

        Assert.Equal(["bowl"], await ProductsAsync("quarantine?rule=minimum:price"));
        Assert.Equal(["bowl", "plate"], await ProductsAsync("quarantine?rule=minimum:price&rule=required:customer_id"));
        Assert.Equal(["plate"], await ProductsAsync("quarantine?text=PLATE"));
        Assert.Empty(await ProductsAsync("quarantine?state=dismissed"));
        Assert.Equal(["bowl", "plate"], await ProductsAsync("quarantine?source=sales"));
    }

    [Theory]
    [InlineData("quarantine?source=slaes", "There is no source 'slaes'. Did you mean 'sales'?")]
    [InlineData("quarantine/rules?source=slaes", "There is no source 'slaes'. Did you mean 'sales'?")]
    [InlineData("quarantine/export?source=slaes", "There is no source 'slaes'. Did you mean 'sales'?")]
    [InlineData("runs?domain=shpo", "There is no domain 'shpo'. Did you mean 'shop'?")]
    [InlineData("runs?job=ingest.salse", "There is no job 'ingest.salse' in the namespace 'catalog'. Did you mean 'ingest.sales'?")]
    [InlineData("runs?dataset=source/salse", "There is no dataset 'source/salse' in the namespace 'catalog'. Did you mean 'source/sales'?")]
    public async Task List_FilterThatNamesNothing_IsNotFoundWithTheNearest(string path, string expected)
    {
        await Server.IngestAsync(Lines);

        var problem = await Server.SendAsync(HttpMethod.Get, path, content: null, HttpStatusCode.NotFound);

        Assert.StartsWith(expected, (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_OneEvent_HasItsBytes()
    {
        var bytes = Encoding.UTF8.GetBytes(IngestionServer.Header + "1,2026-11-20T10:00:00Z,9,").Concat(new byte[] { 0xC3, 0x28, (byte)'\n' }).ToArray();
        var run = await Server.SendAsync(HttpMethod.Post, "sources/sales/files?name=bad.csv", new ByteArrayContent(bytes), HttpStatusCode.Accepted);
        await Server.Get<global::Ingestion.IngestionService>().WaitAsync("sales", (Guid)run["runId"]!, Token);
        var id = (long)(await Server.GetAsync("quarantine"))["items"]![0]!["id"]!;

        var item = await Server.GetAsync($"quarantine/{id}");

        Assert.Null(item["raw"]);
        Assert.Equal("malformed", (string?)item["violations"]![0]!["rule"]);
        Assert.Equal(bytes[IngestionServer.Header.Length..^1], Convert.FromBase64String((string)item["rawBase64"]!));
        Assert.Equal(bytes.Length - IngestionServer.Header.Length - 1, (int)item["rawLength"]!);
        using var file = await Server.Http.GetAsync($"api/v1/quarantine/{id}/raw", Token);
        Assert.Equal(bytes[IngestionServer.Header.Length..^1], await file.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal($"attachment; filename=quarantined-{id}.raw; filename*=UTF-8''quarantined-{id}.raw", file.Content.Headers.ContentDisposition!.ToString());
        Assert.Equal("quarantined-event-not-found", IngestionServer.CodeOf(await Server.GetAsync("quarantine/999999/raw", HttpStatusCode.NotFound)));
    }

    [Fact]
    public async Task List_LongRecord_ShowsItsBeginningAndItsLength()
    {
        await Server.IngestAsync($"{IngestionServer.Header},2026-11-20T10:00:00Z,9,x{string.Concat(Enumerable.Repeat("🚌", 2_000))}\n");

        var item = (await Server.GetAsync("quarantine"))["items"]![0]!;

        Assert.Equal(999, ((string)item["raw"]!).Length);
        Assert.Equal(8_025, (int)item["rawLength"]!);
    }

    [Fact]
    public async Task Rules_Counts_BySourceAndRuleWithTheTotal()
    {
        await Server.IngestAsync(Lines + ",2026-11-20T13:00:00Z,-5,fork\n");

        var counts = await Server.GetAsync("quarantine/rules?source=sales&state=open");

        Assert.Equal(3, (int)counts["total"]!);
        Assert.Equal(
            [("sales", "minimum:price", 2), ("sales", "required:customer_id", 2)],
            counts["items"]!.AsArray().Select(static count => ((string)count!["source"]!, (string)count["rule"]!, (int)count["count"]!)).Order());
    }

    [Fact]
    public async Task Export_Json_HasEveryFactOfEveryEvent()
    {
        await Server.IngestAsync(IngestionServer.Header + string.Concat(Enumerable.Range(0, 350).Select(static i => $",2026-11-20T10:00:00Z,{i},cup\n")));

        var text = await Server.Http.GetStringAsync("api/v1/quarantine/export?source=sales", Token);

        var items = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(Enumerable.Range(1, 350), items.Select(static item => (int)item["recordNumber"]!));
        Assert.Equal(",2026-11-20T10:00:00Z,349,cup", Encoding.UTF8.GetString(Convert.FromBase64String((string)items[^1]["rawBase64"]!)));
        Assert.Equal(["customer_id", "sold_at", "price", "product"], items[0]["origin"]!["header"]!.AsArray().Select(static name => (string)name!));
    }

    [Fact]
    public async Task Export_Raw_IsTheLines()
    {
        await Server.IngestAsync(Lines);

        using var response = await Server.Http.GetAsync("api/v1/quarantine/export?format=raw", Token);

        Assert.Equal(",2026-11-20T11:00:00Z,3,plate\n2,2026-11-20T12:00:00Z,-1,bowl\n", await response.Content.ReadAsStringAsync(Token));
        Assert.Equal("quarantine.raw", response.Content.Headers.ContentDisposition?.FileName);
    }

    [Fact]
    public async Task Dismiss_Selection_LeavesTheOthersOpen()
    {
        await Server.IngestAsync(Lines);

        var answer = await Server.PostAsync("sources/sales/quarantine/dismiss", """{"rules": ["minimum:price"], "requestedBy": "ann"}""");

        Assert.Equal(1, (int)answer["dismissed"]!);
        Assert.Equal(["plate"], await ProductsAsync("quarantine?state=open"));
        var dismissed = (await Server.GetAsync("quarantine?state=dismissed"))["items"]![0]!;
        Assert.Equal("ann", (string?)dismissed["resolvedBy"]);
        Assert.NotNull(dismissed["resolvedAt"]);
        Assert.Equal(0, (int)(await Server.PostAsync("sources/sales/quarantine/dismiss", """{"ids": []}"""))["dismissed"]!);
        Assert.Equal(1, (int)(await Server.PostAsync("sources/sales/quarantine/dismiss", """{"all": true}"""))["dismissed"]!);
    }

    [Fact]
    public async Task Dismiss_OtherContentType_IsReadAsJson()
        => Assert.Equal(0, (int)(await Server.PostAsync("sources/sales/quarantine/dismiss", """{"all": true}""", type: "application/x-www-form-urlencoded"))["dismissed"]!);

    [Fact]
    public async Task Replay_AfterTheContractWasMended_TakesWhatPasses()
    {
        await Server.IngestAsync(Lines);
        await Server.SetMinimumPriceAsync("-10");

        var run = await Server.PostAsync("sources/sales/quarantine/replay", """{"rules": ["minimum:price", "required:customer_id"], "requestedBy": "ann"}""", HttpStatusCode.Accepted);
        await Server.Get<global::Ingestion.IngestionService>().WaitAsync("sales", (Guid)run["runId"]!, Token);
        var ended = await Server.GetAsync($"sources/sales/runs/{(Guid)run["runId"]!}");

        Assert.Equal(("replay", "completed", "ann"), ((string?)ended["kind"], (string?)ended["state"], (string?)ended["requestedBy"]));
        Assert.Equal((2, 1, 1), ((int)ended["result"]!["read"]!, (int)ended["result"]!["accepted"]!, (int)ended["result"]!["quarantined"]!));
        Assert.Equal(["bowl"], await ProductsAsync("quarantine?state=replayed"));
        var open = (await Server.GetAsync("quarantine?state=open"))["items"]![0]!;
        Assert.Equal(("1.1.0", (Guid)run["runId"]!), ((string?)open["contractVersion"], (Guid)open["runId"]!));
        Assert.Equal("replay", (string?)(await Server.GetAsync("runs?kind=replay"))["items"]![0]!["kind"]);
        Assert.Equal(3, (int)(await Server.GetAsync("sources"))["items"]![1]!["events"]!);
    }

    [Fact]
    public async Task Try_Events_SaysWhichWouldPass()
    {
        await Server.IngestAsync(Lines);
        await Server.SetMinimumPriceAsync("-10");
        var ids = (await Server.GetAsync("quarantine"))["items"]!.AsArray().Select(static item => (long)item!["id"]!).Order().ToList();

        var trials = (await Server.PostAsync("sources/sales/quarantine/try", $$"""{"ids": [{{ids[0]}}, {{ids[1]}}]}"""))["items"]!;

        Assert.Equal("required:customer_id", (string?)trials[0]!["violations"]![0]!["rule"]);
        Assert.Empty(trials[1]!["violations"]!.AsArray());
        Assert.Equal(2, (int)(await Server.GetAsync("quarantine/rules?state=open"))["total"]!);
    }

    private async Task<List<string>> ProductsAsync(string path)
        => [.. (await Server.GetAsync(path))["items"]!.AsArray().Select(static item => ((string)item!["raw"]!).Split(',')[^1])];
}
