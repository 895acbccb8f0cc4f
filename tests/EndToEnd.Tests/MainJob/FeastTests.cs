using EndToEnd.Tests.Infrastructure;
using FeatureStore.Redis.Tests.Feast;
using static EndToEnd.Tests.MainJob.SharedShop;

namespace EndToEnd.Tests.MainJob;

/// <summary>The product keeps its online rows in Feast's hashes: Feast's own client reads what came in by a file, and what the client writes is served.</summary>
public sealed class FeastTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetOnlineFeatures_OfFeastAndOfTheProduct_AreTheSame()
    {
        await using var servers = await EngineServers.StartAsync(Engines.Redis);
        await using var feast = await FeastClient.StartAsync(servers.Redis!.Port, "shop");
        using var definitions = Definitions();
        using var folder = new TemporaryDirectory();
        var settings = Merge(servers.SettingsOf("shop"), new() { ["FeatureStore__OnlineStore__Kind"] = "FeastRedis" });
        await using var catalog = await CatalogProcess.StartAsync(folder.Path, samples: false, Token, settings);
        await FillAsync(catalog, definitions);
        await feast.DefineAsync("newest_purchase", new { customer_id = "INT64" }, new { invoice = "String", product = "String" });

        var served = await LookUpAsync(catalog, [17, 18, 19]);
        var asked = await feast.ReadAsync(["newest_purchase:invoice", "newest_purchase:product"], new { customer_id = 17 }, new { customer_id = 18 }, new { customer_id = 19 });

        Assert.Equal("""["2","3",null]""", asked.GetProperty("invoice").GetRawText().Replace(" ", string.Empty, StringComparison.Ordinal));
        Assert.Equal("""["pear","plum",null]""", asked.GetProperty("product").GetRawText().Replace(" ", string.Empty, StringComparison.Ordinal));
        Assert.Contains("|2 PRESENT", served[0], StringComparison.Ordinal);
        Assert.Contains("|5.5 PRESENT", served[0], StringComparison.Ordinal); // A window, which only the product knows.

        await feast.WriteAsync("newest_purchase", new { customer_id = new[] { 17 }, invoice = new[] { "of Feast" }, product = new[] { "fig" } }, $"{DateTime.UtcNow:yyyy-MM-ddTHH:mm:ss}+00:00");

        Assert.Contains("|of Feast PRESENT", (await LookUpAsync(catalog, [17]))[0], StringComparison.Ordinal);
        Assert.Contains("|5.5 PRESENT", (await LookUpAsync(catalog, [17]))[0], StringComparison.Ordinal);
    }
}
