using System.Net.Http.Json;
using System.Text.Json;
using EndToEnd.Tests.Infrastructure;
using static EndToEnd.Tests.MainJob.SharedShop;

namespace EndToEnd.Tests.MainJob;

/// <summary>Two processes serve and schedule, a third writes the views. What each of the two logs is compared once, and who is left goes on when the one in charge dies.</summary>
public sealed class SharedScheduleTests
{
    private static readonly Dictionary<string, string> Often = new()
    {
        ["FeatureStore__Verification__Interval"] = "00:00:02", ["FeatureStore__Statistics__MinInterval"] = "00:00:01", ["Catalog__Roles__0"] = "serve", ["Catalog__Roles__1"] = "schedule",
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Schedule_TheProcessInChargeIsKilled_AnotherTakesOverAndNothingIsComparedTwice()
    {
        await using var servers = await EngineServers.StartAsync(Engines.All);
        using var definitions = Definitions();
        using var group = new WorkerGroup(Merge(Settings, servers.SettingsOf("schedule")));
        await using var worker = await group.StartWorkerAsync();
        await using var one = await StartAsync(group);
        await using var two = await StartAsync(group);
        (await Cli.RunAsync(one.Address, Token, "apply", definitions.Path)).MustSucceed();
        (await Cli.RunAsync(one.Address, Token, "ingest", Source, "--file", FilePath, "--json")).MustSucceed();
        var customers = Customers[..50];
        await LookUpAsync(one, customers);
        await LookUpAsync(two, customers);

        await WaitForComparedAsync(two, lookups: 2 * customers.Length * SharedShop.Views.Length);
        var holders = await ReadDutiesAsync(two);
        Assert.Equal(["compaction", "offline-files", "retention", "statistics", "verification"], holders.Keys.Order());
        var (victim, survivor) = holders["verification"].EndsWith($":{one.Id}", StringComparison.Ordinal) ? (one, two) : (two, one);

        await servers.CutDatabasesAsync(TimeSpan.FromSeconds(1), Token); // Everybody tries again.
        await victim.KillAsync();
        await LookUpAsync(survivor, customers);

        await WaitForComparedAsync(survivor, lookups: 3 * customers.Length * SharedShop.Views.Length);
        while ((await ReadDutiesAsync(survivor)) is var duties && (duties.Count != holders.Count || duties.Values.Any(holder => !holder.EndsWith($":{survivor.Id}", StringComparison.Ordinal))))
        {
            await Task.Delay(200, Token);
        }

        Assert.False(survivor.HasExited);
    }

    private static Task<CatalogProcess> StartAsync(WorkerGroup group) => CatalogProcess.StartAsync(group.NewFolder(), samples: false, Token, Merge(group.SettingsOf(), Often));

    /// <summary>Waits until so many lookups were compared by scheduled verifications, and for another turn, in which none may be compared again.</summary>
    private static async Task WaitForComparedAsync(CatalogProcess server, int lookups)
    {
        while (await ReadComparedAsync(server) < lookups)
        {
            await Task.Delay(200, Token);
        }

        await Task.Delay(TimeSpan.FromSeconds(3), Token);
        Assert.Equal(lookups, await ReadComparedAsync(server));
    }

    private static async Task<long> ReadComparedAsync(CatalogProcess server)
    {
        var page = await server.Http.GetFromJsonAsync<JsonElement>("/api/v1/verifications?limit=200", Token);
        return page.GetProperty("items").EnumerateArray()
            .Where(static one => one.GetProperty("scheduled").GetBoolean() && one.GetProperty("state").GetString() == "completed")
            .Sum(static one => one.GetProperty("compared").GetInt64() + one.GetProperty("notCompared").GetInt64());
    }

    private static async Task<Dictionary<string, string>> ReadDutiesAsync(CatalogProcess server)
    {
        var status = await server.Http.GetFromJsonAsync<JsonElement>("/api/v1/status", Token);
        return status.GetProperty("duties").EnumerateArray().ToDictionary(static duty => duty.GetProperty("name").GetString()!, static duty => duty.GetProperty("process").GetString()!);
    }
}
