using Catalog.Cli.Tests.Testing;
using Microsoft.AspNetCore.Http;

namespace Catalog.Cli.Tests.Verbs;

public sealed class RunsVerbTests(CatalogServer server)
{
    private const string Id = "0197aaaa-0000-7000-8000-000000000003";

    [Fact]
    public async Task Runs_OfASource_AreListed()
    {
        using var shop = await IngestedAsync();

        var text = (await server.RunAsync("runs", "--dataset", $"source/{shop.Source}", "--kind", "ingestion", "--state", "completed", "--domain", shop.Domain)).MustSucceed();
        var json = (await server.RunAsync("runs", "--job", $"ingest.{shop.Source}", "--json")).MustSucceed().Json;

        Assert.Matches($@"^RUN +STATE +STARTED +KIND +JOB +WHAT\n\S+ +completed +\S+Z +ingestion +ingest\.{shop.Source} +a\.csv\n$", text.Output);
        Assert.Equal(2, (int)Assert.Single(json["items"]!.AsArray())!["figures"]!["read"]!);
        Assert.Equal("No run matches.\n", (await server.RunAsync("runs", "--domain", shop.Domain, "--state", "failed")).MustSucceed().Output);
        Assert.Contains($"Did you mean 'ingest.{shop.Source}'?", (await server.RunAsync("runs", "--job", $"ingest.{shop.Source}x")).MustEndWith(3).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_Id_ShowsWhatItReadAndWrote()
    {
        using var shop = await IngestedAsync();
        var id = (string)(await server.RunAsync("sources", "--json")).MustSucceed().Json["items"]!.AsArray()
            .Single(source => (string?)source!["name"] == shop.Source)!["last_run"]!["run_id"]!;

        var text = (await server.RunAsync("runs", id)).MustSucceed();
        var watched = (await server.RunAsync("runs", id, "--watch", "--json")).MustSucceed().Json;

        Assert.Matches($@"\nwritten +catalog:source/{shop.Source} +2 +–\n", text.Output);
        Assert.Matches(@"\naccepted +2\n", text.Output);
        Assert.Equal((id, "completed"), ((string?)watched["run"]!["run_id"], (string?)watched["run"]!["state"]));
    }

    [Fact]
    public async Task Runs_CancelOfAnEndedRun_IsAConflict()
    {
        using var shop = await IngestedAsync();
        var id = (string)(await server.RunAsync("runs", "--job", $"ingest.{shop.Source}", "--json")).MustSucceed().Json["items"]![0]!["run_id"]!;

        Assert.Equal("run-ended", (await server.RunAsync("runs", id, "--cancel", "--json")).MustEndWith(5).Code);

        Assert.Equal("completed", (string?)(await server.RunAsync("runs", id, "--json")).MustSucceed().Json["run"]!["state"]);
    }

    [Theory]
    [InlineData(3, "run-not-found", "runs", Id)]
    [InlineData(3, "run-not-found", "runs", Id, "--cancel")]
    [InlineData(3, "run-not-found", "runs", Id, "--watch")]
    [InlineData(1, "invalid-node-id", "runs", "--dataset", "dataset:x")]
    [InlineData(2, "usage", "runs", "first")]
    [InlineData(2, "usage", "runs", "--cancel")]
    [InlineData(2, "usage", "runs", Id, "--cancel", "--watch")]
    [InlineData(2, "usage", "runs", Id, "--state", "running")]
    [InlineData(2, "usage", "runs", "--watch", "--limit", "3")]
    [InlineData(2, "usage", "runs", "--watch")]
    [InlineData(2, "usage", "runs", "--state", "sleeping")]
    [InlineData(2, "usage", "runs", "--kind", "dance")]
    [InlineData(2, "usage", "runs", "--limit", "0")]
    public async Task Runs_IllegalOrUnknown_SaysSo(int exitCode, string code, params string[] arguments)
    {
        var refused = (await server.RunAsync([.. arguments, "--json"])).MustEndWith(exitCode);

        Assert.Equal(code, refused.Code);
        Assert.DoesNotContain("System.", refused.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_WatchOfARunThatFails_EndsWith1()
    {
        var asked = 0;
        await using var fake = await FakeServer.StartAsync(context => FakeServer.AnswerJsonAsync(context, Detail(++asked < 3 ? "running" : "failed")));

        var watched = (await new Command { Server = fake.Address, Time = new HastyClock() }.RunAsync("runs", Id, "--watch")).MustEndWith(1);

        Assert.Matches(@"\nState +failed\n", watched.Output);
        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task Runs_WatchStopped_CancelsNothing()
    {
        using var stop = new CancellationTokenSource();
        await using var fake = await FakeServer.StartAsync(async context =>
        {
            await FakeServer.AnswerJsonAsync(context, Detail("running"));
            await stop.CancelAsync();
        });

        (await new Command { Server = fake.Address, Stop = stop.Token }.RunAsync("runs", Id, "--watch")).MustEndWith(130);

        Assert.All(fake.Calls, static call => Assert.StartsWith("GET ", call, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Runs_WatchAll_PrintsBeginAndEndUntilTheServerStops()
    {
        await using var fake = await FakeServer.StartAsync(static async context =>
        {
            context.Response.ContentType = "text/event-stream";
            foreach (var state in new[] { "running", "running", "completed" })
            {
                await context.Response.WriteAsync($"event: run\ndata: {Run(state)}\n\n");
            }
        });

        var watched = (await new Command { Server = fake.Address }.RunAsync("runs", "-w")).MustEndWith(4);

        var lines = watched.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Matches($@"Z  running, 1 of 2 rows  {Id}  ingest\.sales  sales\.csv$", lines[0]);
        Assert.Matches($@"Z  completed  {Id}  ingest\.sales  sales\.csv$", lines[1]);
    }

    private static string Detail(string state) => $$"""{"run": {{Run(state)}}, "inputs": [], "outputs": [], "parent": null, "facets": {}, "sameId": [] }""";

    private static string Run(string state) => $$"""
        {"runId": "{{Id}}", "job": {"namespace": "catalog", "name": "ingest.sales"}, "kind": "ingestion", "domain": "shop", "title": "sales.csv", "state": "{{state}}", "startedAt": "2026-11-20T12:00:00Z", "endedAt": null, "lastSeen": "2026-11-20T12:00:00Z", "progress": {{(state == "running" ? """{"done": 1, "total": 2, "unit": "rows", "ratePerSecond": 1, "fraction": 0.5, "remainingSeconds": 1, "updatedAt": "2026-11-20T12:00:00Z"}""" : "null")}}, "isLive": true, "errorCode": null, "message": null, "outcome": null, "figures": {} }
        """.Trim();

    private async Task<Shop> IngestedAsync()
    {
        var shop = new Shop();
        (await server.RunAsync("apply", shop.Path)).MustSucceed();
        (await server.RunAsync("ingest", shop.Source, "--file", shop.Lines("a.csv", "1,2026-01-01T00:00:00Z,1,cup", "1,2026-01-02T00:00:00Z,2,tea"))).MustSucceed();
        return shop;
    }
}
