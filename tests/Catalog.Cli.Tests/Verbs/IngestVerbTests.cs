using System.IO.Compression;
using Catalog.Cli.Tests.Testing;
using Microsoft.AspNetCore.Http;

namespace Catalog.Cli.Tests.Verbs;

public sealed class IngestVerbTests(CatalogServer server)
{
    [Fact]
    public async Task Ingest_Json_IsOneFlatDocument()
    {
        using var shop = await AppliedAsync();
        var file = shop.Lines("a.csv", "1,2026-01-01T00:00:00Z,1,cup", ",2026-01-01T00:00:00Z,-1,cup", "2,2026-01-01T00:00:00Z,1,tea");

        var result = (await server.RunAsync("ingest", shop.Source, "--file", file, "--json")).MustSucceed();

        var run = result.Json;
        Assert.Equal((3, 2, 1), ((int)run["read"]!, (int)run["accepted"]!, (int)run["quarantined"]!));
        Assert.Equal(1, (int)run["by_rule"]![$"required:{shop.Key}"]!);
        Assert.Equal(1, (int)run["by_rule"]!["minimum:price"]!);
        Assert.Empty(run["warnings"]!.AsObject());
        Assert.Equal((shop.Source, "a.csv", "completed", "tester", false), ((string?)run["source"], (string?)run["title"], (string?)run["state"], (string?)run["requested_by"], (bool)run["already_ingested"]!));
        Assert.True((long)run["peak_memory_bytes"]! > 0);
        Assert.True((long)run["rows_per_second"]! >= 0);
        Assert.True(Guid.TryParse((string?)run["run_id"], out _));
    }

    [Fact]
    public async Task Ingest_Text_SaysWhatHappenedAndWhatToDo()
    {
        using var shop = await AppliedAsync();
        var file = shop.Lines("a.csv", "1,2026-01-01T00:00:00Z,1,cup", ",2026-01-01T00:00:00Z,1,cup");

        var result = (await server.RunAsync("ingest", shop.Source, "-f", file)).MustSucceed();

        Assert.StartsWith("a.csv: 2 read = 1 accepted + 1 quarantined, ", result.Output, StringComparison.Ordinal);
        Assert.Matches($@"\nrequired:{shop.Key} +quarantined +1", result.Output);
        Assert.EndsWith($"`catalog quarantine {shop.Source}` shows what was refused.\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ingest_SameContentTwice_AppendsItOnceUnlessForced()
    {
        using var shop = await AppliedAsync();
        var file = shop.Lines("a.csv", "1,2026-01-01T00:00:00Z,1,cup");

        var first = (await server.RunAsync("ingest", shop.Source, "--file", file, "--json")).MustSucceed().Json;
        var second = (await server.RunAsync("ingest", shop.Source, "--file", file, "--json")).MustSucceed().Json;
        var forced = (await server.RunAsync("ingest", shop.Source, "--file", file, "--force", "--json")).MustSucceed().Json;

        Assert.Equal((false, true, false), ((bool)first["already_ingested"]!, (bool)second["already_ingested"]!, (bool)forced["already_ingested"]!));
        Assert.Equal((string?)first["run_id"], (string?)second["run_id"]);
        Assert.NotEqual((string?)first["run_id"], (string?)forced["run_id"]);
    }

    [Fact]
    public async Task Ingest_Ended_ViewsShowEverything()
    {
        using var shop = await AppliedAsync();
        shop.WriteView(ttl: "0");
        (await server.RunAsync("apply", shop.Path)).MustSucceed();
        var file = shop.ManyLines("many.csv", 20_000);

        (await server.RunAsync("ingest", shop.Source, "--file", file)).MustSucceed();
        var looked = (await server.RunAsync("lookup", "--service", shop.Service, "--key", $"{shop.Key}=1,20000", "--now", "--json")).MustSucceed().Json;

        Assert.All(looked["results"]!.AsArray(), static column => Assert.All(column!["statuses"]!.AsArray(), static status => Assert.Equal("PRESENT", (string?)status)));
    }

    [Fact]
    public async Task Ingest_Gzip_IsTaken()
    {
        using var shop = await AppliedAsync();
        var file = shop.Lines("a.csv", "1,2026-01-01T00:00:00Z,1,cup");
        await using (var zipped = new GZipStream(File.Create(file + ".gz"), CompressionLevel.Fastest))
        {
            zipped.Write(File.ReadAllBytes(file));
        }

        var run = (await server.RunAsync("ingest", shop.Source, "--file", file + ".gz", "--json")).MustSucceed().Json;

        Assert.Equal(1, (int)run["accepted"]!);
    }

    [Fact]
    public async Task Ingest_UnreadableFile_SaysWhatIsWrong()
    {
        using var shop = await AppliedAsync();
        var file = shop.Write("a.csv", "customer,customer,sold_at\n1,1,2026-01-01T00:00:00Z\n");

        var failed = (await server.RunAsync("ingest", shop.Source, "--file", file, "--json")).MustEndWith(1);

        Assert.Equal("unreadable-file", failed.Code);
        Assert.Contains("customer", (string?)failed.Json["detail"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, "source-not-found", "ingest", "nowhere", "--file", "{file}")]
    [InlineData(3, "file-not-found", "ingest", "nowhere", "--file", "{file}.gone")]
    [InlineData(1, "file-access", "ingest", "nowhere", "--file", "{folder}")]
    [InlineData(2, "usage", "ingest", "nowhere")]
    [InlineData(2, "usage", "ingest", "--file", "{file}")]
    [InlineData(2, "usage", "ingest", "nowhere", "--file", "{file}", "--file", "{file}")]
    public async Task Ingest_IllegalOrUnknown_SaysSo(int exitCode, string code, params string[] arguments)
    {
        using var folder = new TemporaryDirectory();
        var file = folder.Write("a.csv", "a\n1\n");

        var refused = (await server.RunAsync([.. arguments.Select(argument => argument.Replace("{file}", file).Replace("{folder}", folder.Path)), "--json"])).MustEndWith(exitCode);

        Assert.Equal((code, exitCode), (refused.Code, (int)refused.Json["exit_code"]!));
    }

    [Fact]
    public async Task Ingest_BigFile_IsAnnouncedBeforeItIsSent()
    {
        var announced = string.Empty;
        await using var fake = await FakeServer.StartAsync(context =>
        {
            announced = context.Request.Headers.Expect.ToString();
            return FakeServer.RefuseAsync(context, StatusCodes.Status404NotFound, "source-not-found");
        });
        using var folder = new TemporaryDirectory();
        var file = folder.File("big.csv");
        File.WriteAllBytes(file, new byte[32 << 20]);

        var refused = (await new Command { Server = fake.Address }.RunAsync("ingest", "sales", "--file", file, "--json")).MustEndWith(3);

        Assert.Equal("source-not-found", refused.Code);
        Assert.Equal("100-continue", announced);
    }

    [Fact]
    public async Task Ingest_StoppedWhileItRuns_CancelsTheRun()
    {
        using var stop = new CancellationTokenSource();
        await using var fake = await FakeServer.StartAsync(async context =>
        {
            if (context.Request.Path.Value!.EndsWith("/cancel", StringComparison.Ordinal))
            {
                context.Response.StatusCode = StatusCodes.Status202Accepted;
                return;
            }

            await FakeServer.AnswerJsonAsync(context, FakeServer.Run("running"));
            if (context.Request.Method == "GET")
            {
                await stop.CancelAsync();
            }
        });
        using var folder = new TemporaryDirectory();

        var stopped = (await new Command { Server = fake.Address, Stop = stop.Token }.RunAsync("ingest", "sales", "--file", folder.Write("sales.csv", "a\n"), "--json")).MustEndWith(130);

        Assert.Equal("cancelled", stopped.Code);
        Assert.Equal("POST /api/v1/sources/sales/runs/0197aaaa-0000-7000-8000-000000000001/cancel", fake.Calls[^1]);
    }

    [Fact]
    public async Task Ingest_StoppedBetweenTheLastByteAndTheAnswer_CancelsTheRun()
    {
        using var stop = new CancellationTokenSource();
        await using var fake = await FakeServer.StartAsync(async context =>
        {
            if (context.Request.Path.Value!.EndsWith("/files", StringComparison.Ordinal))
            {
                await context.Request.Body.CopyToAsync(Stream.Null);
                await stop.CancelAsync();
                await FakeServer.AnswerJsonAsync(context, FakeServer.Run("queued"), StatusCodes.Status202Accepted);
            }
        });
        using var folder = new TemporaryDirectory();

        (await new Command { Server = fake.Address, Stop = stop.Token }.RunAsync("ingest", "sales", "--file", folder.Write("sales.csv", "a\n"))).MustEndWith(130);

        Assert.EndsWith("/cancel", fake.Calls[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ingest_ServerAwayForAWhile_GoesOn()
    {
        var asked = 0;
        await using var fake = await FakeServer.StartAsync(context =>
        {
            switch (context.Request.Method)
            {
                case "GET" when context.Request.Path.Value == "/api/v1/views":
                    return FakeServer.AnswerJsonAsync(context, """{"items": []}""");
                case "GET" when ++asked == 1:
                    context.Abort();
                    return Task.CompletedTask;
                case "GET" when asked == 2:
                    return FakeServer.RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "database-unavailable", transient: true);
                default:
                    return FakeServer.AnswerJsonAsync(context, FakeServer.Run(asked > 2 ? "completed" : "running"));
            }
        });
        using var folder = new TemporaryDirectory();

        var result = (await new Command { Server = fake.Address, Time = new HastyClock() }.RunAsync("ingest", "sales", "--file", folder.Write("sales.csv", "a\n"), "--json")).MustSucceed();

        Assert.Equal((3, 1), ((int)result.Json["read"]!, (int)result.Json["by_rule"]!["required:customerId"]!));
        Assert.Contains("Trying again for 2 minutes.", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ingest_ServerStaysAway_SaysThatTheRunGoesOn()
    {
        await using var fake = await FakeServer.StartAsync(context =>
        {
            if (context.Request.Method == "GET")
            {
                context.Abort();
                return Task.CompletedTask;
            }

            return FakeServer.AnswerJsonAsync(context, FakeServer.Run("queued"), StatusCodes.Status202Accepted);
        });
        using var folder = new TemporaryDirectory();

        var result = (await new Command { Server = fake.Address, Time = new HastyClock() }.RunAsync("ingest", "sales", "--file", folder.Write("sales.csv", "a\n"), "--json")).MustEndWith(4);

        Assert.Equal("unreachable", result.Code);
        Assert.Contains("`catalog runs 0197aaaa-0000-7000-8000-000000000001 --watch` shows it.", (string?)result.Json["detail"], StringComparison.Ordinal);
        Assert.DoesNotContain(fake.Calls, static call => call.EndsWith("/cancel", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("failed", "unreadable-file")]
    [InlineData("cancelled", "cancelled")]
    public async Task Ingest_RunEndsOtherwise_IsAFailure(string state, string code)
    {
        await using var fake = await FakeServer.StartAsync(context =>
            FakeServer.AnswerJsonAsync(context, FakeServer.Run(state, error: state == "failed" ? code : null)));
        using var folder = new TemporaryDirectory();

        var result = (await new Command { Server = fake.Address }.RunAsync("ingest", "sales", "--file", folder.Write("sales.csv", "a\n"), "--json")).MustEndWith(1);

        Assert.Equal((code, "0197aaaa-0000-7000-8000-000000000001"), (result.Code, (string?)result.Json["run_id"]));
    }

    [Fact]
    public async Task Ingest_LongRun_WritesALineNowAndThen()
    {
        var asked = 0;
        await using var fake = await FakeServer.StartAsync(context => context.Request.Path.Value == "/api/v1/views"
            ? FakeServer.AnswerJsonAsync(context, """{"items": []}""")
            : FakeServer.AnswerJsonAsync(context, ++asked > 30 ? FakeServer.Run("completed") : FakeServer.Run("running", done: 2_500_000, total: 10_000_000)));
        using var folder = new TemporaryDirectory();

        var result = (await new Command { Server = fake.Address, Time = new HastyClock() }.RunAsync("ingest", "sales", "--file", folder.Write("sales.csv", "a\n"), "--json")).MustSucceed();

        var lines = result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(lines.Length, 1, 3);
        Assert.All(lines, static line => Assert.Equal("sales.csv: 2.5 MB of 10.0 MB, 1 row (25.0 %)", line));
    }

    private async Task<Shop> AppliedAsync()
    {
        var shop = new Shop();
        (await server.RunAsync("apply", shop.Path)).MustSucceed();
        return shop;
    }
}
