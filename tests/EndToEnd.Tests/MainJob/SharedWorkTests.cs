using System.Text.Json;
using EndToEnd.Tests.Infrastructure;
using static EndToEnd.Tests.MainJob.SharedShop;

namespace EndToEnd.Tests.MainJob;

/// <summary>
/// One process serves, others write the views, eight partitions between them. They are stopped, killed and started while a file comes in. In the end the stores must hold what one
/// undisturbed process writes: value by value, and row by row in each partition.
/// </summary>
public sealed class SharedWorkTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ingest_WorkersComeGoSleepAndDie_EndsAsIfOneHadWorkedAlone()
    {
        await using var servers = await EngineServers.StartAsync(Engines.All);
        using var definitions = Definitions();
        var customers = Customers;

        var expected = await WorkAloneAsync(servers, definitions.Path, customers);
        var actual = await WorkTogetherAsync(servers, definitions.Path, customers);

        Assert.Equal(expected.Customers, actual.Customers);
        Assert.Equal(expected.Rows.Keys.Order(), actual.Rows.Keys.Order());
        Assert.Equal(SharedShop.Views.Length * 8, expected.Rows.Count);
        Assert.All(expected.Rows, partition => Assert.Equal(partition.Value, actual.Rows[partition.Key]));
    }

    private static async Task<StoredState> WorkAloneAsync(EngineServers servers, string definitions, object[] customers)
    {
        using var folder = new TemporaryDirectory();
        var settings = Merge(Settings, servers.SettingsOf("alone"));
        List<string> served;
        await using (var catalog = await CatalogProcess.StartAsync(folder.Path, samples: false, Token, settings))
        {
            (await Cli.RunAsync(catalog.Address, Token, "apply", definitions)).MustSucceed();
            await UploadAsync(catalog);
            served = await LookUpAsync(catalog, customers);
        }

        return new StoredState(served, await ReadRowsAsync(folder.Path, Path.Combine(folder.Path, "offline"), settings));
    }

    private static async Task<StoredState> WorkTogetherAsync(EngineServers servers, string definitions, object[] customers)
    {
        using var group = new WorkerGroup(Merge(Settings, servers.SettingsOf("together")));
        var served = await WorkTogetherAsync(group, definitions, customers);
        return new StoredState(served, await ReadRowsAsync(group.NewFolder(), group.OfflineDirectory, group.SettingsOf()));
    }

    private static async Task<List<string>> WorkTogetherAsync(WorkerGroup group, string definitions, object[] customers)
    {
        await using var server = await CatalogProcess.StartAsync(group.NewFolder(), samples: false, Token, group.SettingsOf("serve"));
        (await Cli.RunAsync(server.Address, Token, "apply", definitions)).MustSucceed();
        await using var sleeper = await group.StartWorkerAsync();
        await using var victim = await group.StartWorkerAsync();
        await WaitForOwnersAsync(server, owners: 2);

        var upload = UploadAsync(server);
        await Task.Delay(TimeSpan.FromSeconds(1), Token);
        await sleeper.SignalAsync("STOP", Token);
        await WaitForOwnersAsync(server, owners: 1, not: sleeper);
        var written = await ReadOwnersAsync(server);
        await sleeper.SignalAsync("CONT", Token);
        await victim.KillAsync();
        await using var successor = await group.StartWorkerAsync();
        await upload;
        await WaitForOwnersAsync(server, owners: 2, not: victim);

        // Whoever lost a partition took a new number before it wrote again.
        var owners = await ReadOwnersAsync(server);
        Assert.All(owners.Where(owner => written[owner.Key].Process != owner.Value.Process), owner => Assert.True(owner.Value.Epoch > written[owner.Key].Epoch));
        var served = await LookUpAsync(server, customers);
        await VerifyAsync(server);
        return served;
    }

    private static async Task UploadAsync(CatalogProcess catalog)
    {
        var run = await Cli.RunAsync(catalog.Address, Token, "ingest", Source, "--file", FilePath, "--json");
        run.MustSucceed();
        using var result = JsonDocument.Parse(run.Output);
        Assert.Equal(result.RootElement.GetProperty("read").GetInt64(), result.RootElement.GetProperty("accepted").GetInt64());
    }
}
