using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EndToEnd.Tests.Infrastructure;
using static EndToEnd.Tests.MainJob.SharedShop;

namespace EndToEnd.Tests.MainJob;

/// <summary>Redis goes away under a product whose lookups may answer with rows read before, and comes back.</summary>
public sealed class RedisAwayTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lookup_RedisAway_IsAnsweredAsStaleAtEveryDoorUntilItIsBack()
    {
        await using var servers = await EngineServers.StartAsync(Engines.Redis);
        using var definitions = Definitions();
        using var folder = new TemporaryDirectory();
        var settings = Merge(Settings, servers.SettingsOf("away"), new() { ["FeatureStore__OnlineStore__WhenAway"] = "Stale" });
        await using var catalog = await CatalogProcess.StartAsync(folder.Path, samples: false, Token, settings);
        await FillAsync(catalog, definitions);
        var fresh = await LookUpAsync(catalog, [17, 18, 19]);
        Assert.Null(await AskAsync(catalog, 17, 18, 19));

        await servers.Redis!.KillAsync();
        var stale = await Lookups.ReadAsync(catalog, "customer_id", [17, 18, 19], Features, Token);

        Assert.Equal(fresh, stale);
        Assert.Contains("|pear PRESENT", stale[0], StringComparison.Ordinal);
        Assert.NotNull(await AskAsync(catalog, 17, 18, 19));
        await SeeItAtOtherDoorsAsync(catalog);
        using (var refused = await PostAsync(catalog, 17, 20))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Equal(["online-store-unavailable"], refused.Headers.GetValues("Catalog-Error-Code"));
        }

        await servers.Redis.RestartAsync();
        while (await AskAsync(catalog, 17, 18, 19) is not null)
        {
            await Task.Delay(50, Token);
        }

        await SeeTheProofAsync(catalog);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Lookup_RedisEmptiedUnderTheWriter_FindsTheRowsAgain(bool isWriting)
    {
        await using var servers = await EngineServers.StartAsync(Engines.Redis);
        using var definitions = Definitions();
        using var folder = new TemporaryDirectory();
        var more = Path.Combine(definitions.Path, "more.csv");
        await File.WriteAllTextAsync(more, Purchases.Split('\n')[0] + "\n4,fig,,1,2011-12-08 13:00:00,4.5,19,United Kingdom\n", Token);
        await using var catalog = await CatalogProcess.StartAsync(
            folder.Path, samples: false, Token, Merge(Settings, servers.SettingsOf("emptied"), new() { ["Ingestion__OnlineCheck"] = isWriting ? "01:00:00" : "00:00:00.5" }));
        await FillAsync(catalog, definitions);
        var full = await LookUpAsync(catalog, [17, 18]);
        Assert.Contains("|pear PRESENT", full[0], StringComparison.Ordinal);

        await servers.Redis!.CommandAsync("FLUSHALL");
        if (isWriting)
        {
            // What the writer has to say of new rows must not hide that it lost the old ones.
            (await Cli.RunAsync(catalog.Address, Token, "ingest", Source, "--file", more, "--json")).MustSucceed();
        }

        while (!full.SequenceEqual(await LookUpAsync(catalog, [17, 18])))
        {
            await Task.Delay(50, Token);
        }

        Assert.Equal(isWriting, (await LookUpAsync(catalog, [19]))[0].Contains("|fig PRESENT", StringComparison.Ordinal));
    }

    private static async Task SeeItAtOtherDoorsAsync(CatalogProcess catalog)
    {
        var listed = await Cli.RunAsync(catalog.Address, Token, "lookup", "--now", "--features", "newest_purchase:product", "--key", "customer_id=17");
        listed.MustSucceed();
        Assert.Contains("The online store is away.", listed.Output, StringComparison.Ordinal);
        Assert.Contains("pear", listed.Output, StringComparison.Ordinal);

        var page = await catalog.Http.GetStringAsync(new Uri("/shop/views/newest_purchase?customer_id=17&features=product", UriKind.Relative), Token);
        Assert.Contains("The online store is away.", page, StringComparison.Ordinal);
        Assert.Contains("values read before, while the online store is away", page, StringComparison.Ordinal);
        Assert.Contains("The online store does not answer, so its keys are not known", page, StringComparison.Ordinal);
        Assert.DoesNotContain("holds no key", page, StringComparison.Ordinal);

        foreach (var path in (string[])["/", "/views", "/entities", "/entities/customer_id", "/sources", "/shop/views/newest_purchase", "/teams/shop-team", "/domains/shop", "/shop"])
        {
            using var answer = await catalog.Http.GetAsync(new Uri(path, UriKind.Relative), Token);
            Assert.True((int)answer.StatusCode < 500, $"{path} answers {answer.StatusCode} while the online store is away.");
        }

        var metrics = await catalog.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), Token);
        Assert.Matches(@"(?m)^catalog_serving_lookup_stale_total [1-9]", metrics);
    }

    /// <summary>What was answered while Redis was away is neither a difference nor passed over in silence.</summary>
    private static async Task SeeTheProofAsync(CatalogProcess catalog)
    {
        var run = await Cli.RunAsync(catalog.Address, Token, "verify", "--json");
        run.MustSucceed();
        using var result = JsonDocument.Parse(run.Output);
        Assert.Equal(0, result.RootElement.GetProperty("differences").GetInt64());
        Assert.True(result.RootElement.GetProperty("compared").GetInt64() >= 6, run.Output);
        Assert.True(result.RootElement.GetProperty("not_compared_by_reason").GetProperty("stale").GetInt64() >= 12, run.Output);
    }

    /// <summary>Looks up and gives what the answer says of its age; null for an answer from Redis.</summary>
    private static async Task<string?> AskAsync(CatalogProcess catalog, params object[] customers)
    {
        using var answer = await PostAsync(catalog, customers);
        answer.EnsureSuccessStatusCode();
        var metadata = (await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("metadata");
        var asOf = metadata.TryGetProperty("stale_as_of", out var text) ? text.GetString() : null;
        Assert.Equal(asOf, answer.Headers.TryGetValues("Catalog-Stale-As-Of", out var headers) ? headers.Single() : null);
        return asOf;
    }

    private static Task<HttpResponseMessage> PostAsync(CatalogProcess catalog, params object[] customers)
        => catalog.Http.PostAsJsonAsync("/get-online-features", new { features = Features, entities = new { customer_id = customers } }, Token);
}
