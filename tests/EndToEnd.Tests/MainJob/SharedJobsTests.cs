using System.Net.Http.Json;
using System.Text.Json;
using EndToEnd.Tests.Infrastructure;
using static EndToEnd.Tests.MainJob.SharedShop;

namespace EndToEnd.Tests.MainJob;

/// <summary>A file that one process ingests is watched and stopped through another, also when the first one has died.</summary>
public sealed class SharedJobsTests
{
    // Each batch is a transaction of its own, so that the file takes a while.
    private static readonly Dictionary<string, string> Slow = new() { ["Ingestion__BatchRecords"] = "20" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ingest_WatchedAndCancelledThroughAnotherProcess_EndsThere()
    {
        await using var servers = await EngineServers.StartAsync(Engines.All);
        using var definitions = Definitions();
        using var group = new WorkerGroup(Merge(Settings, Slow, servers.SettingsOf("jobs")));
        await using var one = await StartAsync(group);
        await using var two = await StartAsync(group);
        (await Cli.RunAsync(one.Address, Token, "apply", definitions.Path)).MustSucceed();

        var stopped = await UploadAsync(one);
        await WaitAsync(two, stopped, static job => job.GetProperty("state").GetString() == "running" && Read(job) > 0);
        var run = await ReadRunAsync(two, stopped);
        while (run.GetProperty("progress").ValueKind == JsonValueKind.Null)
        {
            // What the process tells of its runs comes after what it writes of its jobs.
            await Task.Delay(50, Token);
            run = await ReadRunAsync(two, stopped);
        }

        Assert.Equal((true, true), (run.GetProperty("isLive").GetBoolean(), run.GetProperty("progress").GetProperty("done").GetInt64() > 0));
        await CancelAsync(two, stopped);
        await WaitAsync(two, stopped, static job => job.GetProperty("state").GetString() == "cancelled");
        Assert.Equal("aborted", (await ReadRunAsync(one, stopped)).GetProperty("state").GetString());

        var left = await UploadAsync(one, force: true);
        await WaitAsync(two, left, static job => Read(job) > 0);
        await one.KillAsync();
        await WaitAsync(two, left, static job => job.GetProperty("state").GetString() == "interrupted");
        Assert.False((await ReadRunAsync(two, left)).GetProperty("isLive").GetBoolean());
        await CancelAsync(two, left);
        await WaitAsync(two, left, static job => job.GetProperty("state").GetString() == "cancelled");
        Assert.Equal("aborted", (await ReadRunAsync(two, left)).GetProperty("state").GetString());
    }

    private static Task<CatalogProcess> StartAsync(WorkerGroup group) => CatalogProcess.StartAsync(group.NewFolder(), samples: false, Token, group.SettingsOf("serve"));

    private static async Task<JsonElement> ReadRunAsync(CatalogProcess catalog, string run)
        => (await catalog.Http.GetFromJsonAsync<JsonElement>($"/api/v1/runs/{run}", Token)).GetProperty("run");

    private static long Read(JsonElement job) => job.GetProperty("progress") is { ValueKind: JsonValueKind.Object } progress ? progress.GetProperty("read").GetInt64() : 0;

    private static async Task<string> UploadAsync(CatalogProcess catalog, bool force = false)
    {
        await using var file = File.OpenRead(FilePath);
        using var answer = await catalog.Http.PostAsync($"/api/v1/sources/{Source}/files?name={Path.GetFileName(FilePath)}&force={(force ? "true" : "false")}", new StreamContent(file), Token);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("runId").GetString()!;
    }

    private static async Task CancelAsync(CatalogProcess catalog, string run)
    {
        using var answer = await catalog.Http.PostAsync($"/api/v1/runs/{run}/cancel", null, Token);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));
    }

    private static async Task WaitAsync(CatalogProcess catalog, string run, Predicate<JsonElement> isThere)
    {
        while (true)
        {
            var job = await catalog.Http.GetFromJsonAsync<JsonElement>($"/api/v1/sources/{Source}/runs/{run}", Token);
            if (isThere(job))
            {
                return;
            }

            Assert.True(job.GetProperty("endedAt").ValueKind == JsonValueKind.Null, job.ToString());
            await Task.Delay(100, Token);
        }
    }
}
