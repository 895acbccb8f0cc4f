using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using EndToEnd.Tests.Infrastructure;

namespace EndToEnd.Tests.CommandLine;

/// <summary>What only the real process shows: exit codes, what stands on which stream, signals.</summary>
public sealed class ProcessTests
{
    private const string Definitions = """
        kind: Domain
        name: shop
        owner: crew
        ---
        kind: Team
        name: crew
        ---
        kind: Source
        name: sales
        domain: shop
        owner: crew
        format: csv
        timestamp: sold_at
        columns:
          - {name: customer_id, type: int64}
          - {name: sold_at, type: timestamp}
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Json_OfEveryOutcome_StandsAloneOnStandardOutput()
    {
        using var folder = new TemporaryDirectory();
        await using var catalog = await CatalogProcess.StartAsync(Directory.CreateDirectory(folder.File("data")).FullName, samples: false, Token);
        await File.WriteAllTextAsync(folder.File("shop.yaml"), Definitions, Token);
        var file = Lines(folder, 1_000);

        var applied = await Cli.RunAsync(catalog.Address, Token, "apply", folder.File("shop.yaml"), "--json");
        var ingested = await Cli.RunAsync(catalog.Address, Token, "ingest", "sales", "--file", file, "--json");
        var unknown = await Cli.RunAsync(catalog.Address, Token, "ingest", "nowhere", "--file", file, "--json");
        var illegal = await Cli.RunAsync(catalog.Address, Token, "ingest", "--json");
        var silent = await Cli.RunAsync(new Uri("http://127.0.0.1:1"), Token, "status", "--json");

        Assert.Equal((0, 3), (applied.ExitCode, applied.Json.GetProperty("changes").GetArrayLength()));
        Assert.Equal((0, 1_000), (ingested.ExitCode, ingested.Json.GetProperty("accepted").GetInt32()));
        Assert.Equal((3, "source-not-found"), (unknown.ExitCode, unknown.Json.GetProperty("code").GetString()));
        Assert.Equal((2, "usage"), (illegal.ExitCode, illegal.Json.GetProperty("code").GetString()));
        Assert.Equal((4, 4), (silent.ExitCode, silent.Json.GetProperty("exit_code").GetInt32()));
    }

    [Fact]
    public async Task Local_Json_StandsAloneOnStandardOutputAndLeavesTheFolderFree()
    {
        using var folder = new TemporaryDirectory();
        await File.WriteAllTextAsync(folder.File("shop.yaml"), Definitions, Token);
        var nowhere = new Uri("http://127.0.0.1:1");

        var applied = await Cli.RunAsync(nowhere, Token, "apply", folder.File("shop.yaml"), "--local", folder.File("data"), "--json");
        var ingested = await Cli.RunAsync(nowhere, Token, "ingest", "sales", "--file", Lines(folder, 1_000), "--local", folder.File("data"), "--json");
        await using var catalog = await CatalogProcess.StartAsync(folder.File("data"), samples: false, Token);
        var held = await Cli.RunAsync(nowhere, Token, "status", "--local", folder.File("data"), "--json");
        var served = await Cli.RunAsync(catalog.Address, Token, "sources", "--json");

        Assert.Equal((0, 3), (applied.ExitCode, applied.Json.GetProperty("changes").GetArrayLength()));
        Assert.Equal(1_000, ingested.MustSucceed().Json.GetProperty("accepted").GetInt32());
        Assert.DoesNotContain("info:", applied.Errors + ingested.Errors, StringComparison.Ordinal);
        Assert.Equal((1, "cannot-start"), (held.ExitCode, held.Json.GetProperty("code").GetString()));
        Assert.Equal(1_000, served.MustSucceed().Json.GetProperty("items")[0].GetProperty("events").GetInt32());
    }

    [Fact]
    public async Task Signal_WhileAFileIsIngested_CancelsTheRun()
    {
        using var folder = new TemporaryDirectory();
        await using var catalog = await CatalogProcess.StartAsync(Directory.CreateDirectory(folder.File("data")).FullName, samples: false, Token);
        await File.WriteAllTextAsync(folder.File("shop.yaml"), Definitions, Token);
        (await Cli.RunAsync(catalog.Address, Token, "apply", folder.File("shop.yaml"))).MustSucceed();

        using var ingestion = Cli.Start(catalog.Address, "ingest", "sales", "--file", Lines(folder, 600_000), "--json");
        var runId = await WaitForProgressAsync(catalog.Http);
        using var signal = Process.Start("kill", ["-TERM", ingestion.Id.ToString(CultureInfo.InvariantCulture)]);
        var stopped = await Cli.EndAsync(ingestion, Token);
        var run = await Cli.RunAsync(catalog.Address, Token, "runs", runId, "--watch", "--json");

        Assert.Equal((130, "cancelled"), (stopped.ExitCode, stopped.Json.GetProperty("code").GetString()));
        Assert.Equal((1, "aborted"), (run.ExitCode, run.Json.GetProperty("run").GetProperty("state").GetString()));
    }

    [Fact]
    public async Task Ingest_ServerKilledAndStartedAgain_FollowsTheRunToItsEnd()
    {
        const int count = 300_000;
        using var folder = new TemporaryDirectory();
        var data = Directory.CreateDirectory(folder.File("data")).FullName;
        await using var first = await CatalogProcess.StartAsync(data, samples: false, Token);
        await File.WriteAllTextAsync(folder.File("shop.yaml"), Definitions, Token);
        (await Cli.RunAsync(first.Address, Token, "apply", folder.File("shop.yaml"))).MustSucceed();

        using var ingestion = Cli.Start(first.Address, "ingest", "sales", "--file", Lines(folder, count), "--json");
        await WaitForProgressAsync(first.Http);
        await first.KillAsync();
        await using var second = await CatalogProcess.StartAsync(data, samples: false, Token, address: first.Address);
        var ended = (await Cli.EndAsync(ingestion, Token)).MustSucceed();
        var sources = await Cli.RunAsync(second.Address, Token, "sources", "--json");

        Assert.Equal((count, count), (ended.Json.GetProperty("read").GetInt32(), ended.Json.GetProperty("accepted").GetInt32()));
        Assert.Equal(count, sources.MustSucceed().Json.GetProperty("items")[0].GetProperty("events").GetInt32());
    }

    private static string Lines(TemporaryDirectory folder, int count)
    {
        var path = folder.File($"sales-{count}.csv");
        using var file = new StreamWriter(path);
        file.WriteLine("customer_id,sold_at");
        for (var i = 0; i < count; i++)
        {
            file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{i},2026-01-01T00:00:00Z"));
        }

        return path;
    }

    private static async Task<string> WaitForProgressAsync(HttpClient http)
    {
        while (true)
        {
            var runs = await http.GetFromJsonAsync<JsonElement>("/api/v1/sources/sales/runs?limit=1", Token);
            if (runs.GetProperty("items") is var items && items.GetArrayLength() == 1
                && items[0].GetProperty("progress") is { ValueKind: JsonValueKind.Object } progress && progress.GetProperty("read").GetInt64() > 0)
            {
                return items[0].GetProperty("runId").GetString()!;
            }

            await Task.Delay(20, Token);
        }
    }
}
