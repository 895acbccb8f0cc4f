using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EndToEnd.Tests.Infrastructure;

namespace EndToEnd.Tests.Start;

public sealed class StartTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_EmptyFolder_AppliesTheSamplesAndServesPages()
    {
        using var data = new TemporaryDirectory();
        await using var catalog = await CatalogProcess.StartAsync(data.Path, samples: true, Token);

        var views = await catalog.Http.GetFromJsonAsync<JsonElement>("/api/v1/definitions?kind=FeatureView", Token);
        using var page = await catalog.Http.GetAsync(new Uri("/", UriKind.Relative), Token);

        Assert.Contains(views.GetProperty("items").EnumerateArray(), view => view.GetProperty("domain").GetString() == "loyalty");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task Start_KilledAndStartedAgain_KeepsTheDefinitions()
    {
        using var data = new TemporaryDirectory();
        var before = await RevisionOfAsync(data.Path, samples: true);

        var after = await RevisionOfAsync(data.Path, samples: true);

        Assert.Equal(1, before);
        Assert.Equal(before, after);
    }

    [Fact]
    public async Task Start_LockedFolder_SaysWhoHoldsItAndEnds()
    {
        using var data = new TemporaryDirectory();
        await using var first = await CatalogProcess.StartAsync(data.Path, samples: false, Token);
        await using var second = CatalogProcess.Launch(data.Path, samples: false);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => second.WaitUntilReadyAsync(Token));

        Assert.Contains("Catalog:DataDirectory", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_AddressTaken_SaysSoInOneLine()
    {
        using var data = new TemporaryDirectory();
        using var others = new TemporaryDirectory();
        await using var first = await CatalogProcess.StartAsync(data.Path, samples: false, Token);
        await using var second = CatalogProcess.Launch(others.Path, samples: false, address: first.Address);

        Assert.Contains("address already in use", await RefusalAsync(second), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Ingestion__Partitions", "many", "Ingestion:Partitions is 'many'; it must be a whole number.")]
    [InlineData("Catalog__LoadSamples", "maybe", "Catalog:LoadSamples is 'maybe'; it must be true or false.")]
    [InlineData("Catalog__Role__0", "work", "Catalog:Role is no setting. Did you mean 'Catalog:Roles'?")]
    [InlineData("ASPNETCORE_URLS", "nonsense", "'nonsense'")]
    [InlineData("ASPNETCORE_URLS", "http://192.0.2.1:5993", "Name addresses of this machine in --urls")]
    public async Task Start_WrongSetting_SaysSoInOneLine(string setting, string value, string expected)
    {
        using var data = new TemporaryDirectory();
        await using var catalog = CatalogProcess.Launch(data.Path, samples: false, new Dictionary<string, string> { [setting] = value });

        Assert.Contains(expected, await RefusalAsync(catalog), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_UnknownRole_NamesTheLegalOnes()
    {
        using var data = new TemporaryDirectory();
        await using var catalog = CatalogProcess.Launch(data.Path, samples: false, new Dictionary<string, string> { ["Catalog__Roles__0"] = "dance" });

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => catalog.WaitUntilReadyAsync(Token));

        Assert.Contains("'dance'; legal are serve, work, schedule", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WrongSettingsOfAllKinds_ReportsAllOfThemAtOnce()
    {
        using var data = new TemporaryDirectory();
        await using var catalog = CatalogProcess.Launch(data.Path, samples: false, new Dictionary<string, string>
        {
            ["Catalog__Role__0"] = "work",
            ["Catalog__Roles__0"] = "dance",
            ["Catalog__Persistence__Kind"] = "Oracle",
            ["FeatureStore__OnlineStore__Kind"] = "Redis",
            ["FeatureStore__Serving__MaxEntities"] = "0",
            ["Ingestion__EventLog__Kind"] = "Kafka",
            ["Ingestion__EventLog__Kafka__BootstrapServers"] = "not a host",
            ["Ingestion__Kafka__Connections__shop__BootstrapServers"] = "h:1",
            ["Ingestion__Kafka__Connections__shop__Client__sasl.mechanism"] = "FOO",
            ["Ingestion__Kafka__Connections__shop__Client__security.protocol"] = "SASL_PLAINTEXT",
            ["Ingestion__Postgres__Connections__shop__ConnectionString"] = "Nonsense",
            ["Lineage__EventRetention"] = "never",
        });

        Assert.Equal("Catalog cannot start (cannot-start): 9 settings are wrong.", (await RefusalAsync(catalog)).TrimEnd());
        foreach (var key in (string[])["Catalog:Role ", "Catalog:Roles ", "Catalog:Persistence:Kind ", "FeatureStore:OnlineStore:Redis:ConnectionString ", "FeatureStore:Serving:MaxEntities ",
            "Ingestion:EventLog:Kafka:BootstrapServers ", "Ingestion:Kafka:Connections:shop:Client ", "Ingestion:Postgres:Connections:shop:ConnectionString ", "Lineage:EventRetention "])
        {
            Assert.Contains($"\n- {key}", catalog.Output, StringComparison.Ordinal);
        }
    }

    /// <summary>The one line that says why it cannot start.</summary>
    private static async Task<string> RefusalAsync(CatalogProcess catalog)
    {
        Assert.Equal(1, await catalog.WaitUntilEndedAsync(Token));
        Assert.DoesNotContain("   at ", catalog.Output, StringComparison.Ordinal);
        return Assert.Single(catalog.Output.Split('\n'), static line => line.StartsWith("Catalog cannot start (cannot-start): ", StringComparison.Ordinal));
    }

    private static async Task<long> RevisionOfAsync(string folder, bool samples)
    {
        await using var catalog = await CatalogProcess.StartAsync(folder, samples, Token);
        var answer = await catalog.Http.GetFromJsonAsync<JsonElement>("/api/v1/definitions?limit=1", Token);
        await catalog.KillAsync();
        return answer.GetProperty("revision").GetInt64();
    }
}
