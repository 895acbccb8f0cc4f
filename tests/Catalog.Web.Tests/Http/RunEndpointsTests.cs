using System.Net;
using System.Text.Json.Nodes;

namespace Catalog.Web.Tests.Http;

public sealed class RunEndpointsTests : DoorTest
{
    [Fact]
    public async Task List_AfterAFile_ShowsItsRun()
    {
        var job = await Server.IngestAsync(Lines);

        var run = Assert.Single((await Server.GetAsync("runs?kind=ingestion&state=completed&domain=shop&job=ingest.sales&dataset=source/sales"))["items"]!.AsArray())!;

        Assert.Equal((Guid)job["runId"]!, (Guid)run["runId"]!);
        Assert.Equal(("catalog", "ingest.sales", "ingestion", "completed", "sales.csv"), ((string?)run["job"]!["namespace"], (string?)run["job"]!["name"], (string?)run["kind"], (string?)run["state"], (string?)run["title"]));
        Assert.Equal((4, 2, 2), ((int)run["figures"]!["read"]!, (int)run["figures"]!["accepted"]!, (int)run["figures"]!["quarantined"]!));
        Assert.Equal(("bytes", Lines.Length), ((string?)run["progress"]!["unit"], (int)run["progress"]!["total"]!));
        Assert.Single((await Server.GetAsync("runs?job=job:catalog:ingest.sales&dataset=dataset:file:sales.csv"))["items"]!.AsArray());
        Assert.Empty((await Server.GetAsync("runs?kind=trainingSet"))["items"]!.AsArray());
    }

    [Fact]
    public async Task List_Pages_WalkAll()
    {
        var jobs = new List<Guid>();
        for (var i = 0; i < 3; i++)
        {
            jobs.Add((Guid)(await Server.IngestAsync($"{Lines}{i},2026-11-21T10:00:00Z,4,jug\n"))["runId"]!);
        }

        var seen = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = await Server.GetAsync($"runs?kind=ingestion&limit=1&cursor={cursor}");
            seen.AddRange(page["items"]!.AsArray().Select(static run => (Guid)run!["runId"]!));
            cursor = (string?)page["next"];
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Reverse(jobs), seen);
    }

    [Fact]
    public async Task Get_OneRun_NamesWhatItReadAndWrote()
    {
        var job = await Server.IngestAsync(Lines);

        var run = await Server.GetAsync($"runs/{(Guid)job["runId"]!}");

        Assert.Equal("completed", (string?)run["run"]!["state"]);
        Assert.Equal(("file", "sales.csv", 4), ((string?)run["inputs"]![0]!["namespace"], (string?)run["inputs"]![0]!["name"], (int)run["inputs"]![0]!["rowCount"]!));
        Assert.Equal(("catalog", "source/sales", 2), ((string?)run["outputs"]![0]!["namespace"], (string?)run["outputs"]![0]!["name"], (int)run["outputs"]![0]!["rowCount"]!));
        Assert.NotNull(run["facets"]!["processing_engine"]);
    }

    [Fact]
    public async Task Changes_WhileAFileIsIngested_TellItsEnd()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/runs/changes");
        using var response = await Server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var job = await Server.PostAsync("sources/sales/files?name=sales.csv", Lines, HttpStatusCode.Accepted);

        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(Token));
        JsonNode? run = null;
        while ((string?)run?["state"] != "completed" || (string?)run["kind"] != "ingestion")
        {
            var line = await lines.ReadLineAsync(Token);
            Assert.NotNull(line);
            run = line.StartsWith("data: ", StringComparison.Ordinal) ? JsonNode.Parse(line[6..]) : run;
        }

        Assert.Equal((Guid)job["runId"]!, (Guid)run["runId"]!);
    }

    [Fact]
    public async Task Cancel_RunOfAFileThatHasEnded_IsAConflict()
    {
        var job = await Server.IngestAsync(Lines);

        var refused = await Server.PostAsync($"runs/{(Guid)job["runId"]!}/cancel", string.Empty, HttpStatusCode.Conflict);

        Assert.Equal("run-ended", IngestionServer.CodeOf(refused));
        Assert.Equal("completed", (string?)(await Server.GetAsync($"runs/{(Guid)job["runId"]!}"))["run"]!["state"]);
    }
}
