using System.Text.Json.Nodes;
using EndToEnd.Tests.Infrastructure;
using static EndToEnd.Tests.MainJob.SharedShop;

namespace EndToEnd.Tests.MainJob;

/// <summary>Kafka goes away under a product, and pages that tell of the event log come all the same.</summary>
public sealed class KafkaAwayTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_KafkaAway_ComeWithAnUnknownNumberOfEvents()
    {
        await using var servers = await EngineServers.StartAsync(Engines.All);
        using var definitions = Definitions();
        using var folder = new TemporaryDirectory();
        using var other = new TemporaryDirectory();
        var settings = Merge(Settings, servers.SettingsOf("away"));
        await using var catalog = await CatalogProcess.StartAsync(folder.Path, samples: false, Token, settings);
        await FillAsync(catalog, definitions);
        Assert.Equal(3, (long?)(await FindAsync(catalog))["events"]);

        // One that has never seen the log cannot know anything of it.
        await using var late = await CatalogProcess.StartAsync(other.Path, samples: false, Token, Merge(settings, new() { ["Catalog__Roles__0"] = "serve" }));
        await servers.Kafka!.KillAsync();

        Assert.Null((await FindAsync(late))["events"]);
        Assert.Contains("an unknown number of events", await late.Http.GetStringAsync(new Uri("/", UriKind.Relative), Token), StringComparison.Ordinal);
        foreach (var path in (string[])["/", "/sources", $"/shop/sources/{Source}", "/views", "/shop", "/domains/shop", "/teams/shop-team", "/quarantine"])
        {
            foreach (var process in (CatalogProcess[])[catalog, late])
            {
                using var answer = await process.Http.GetAsync(new Uri(path, UriKind.Relative), Token);
                Assert.True((int)answer.StatusCode < 500, $"{path} answers {answer.StatusCode} while Kafka is away.");
            }
        }

        await servers.Kafka.StartAgainAsync();
        while ((long?)(await FindAsync(late))["events"] is null)
        {
            await Task.Delay(50, Token);
        }

        Assert.Equal(3, (long?)(await FindAsync(late))["events"]);
    }

    private static async Task<JsonNode> FindAsync(CatalogProcess catalog)
        => JsonNode.Parse(await catalog.Http.GetStringAsync(new Uri("/api/v1/sources", UriKind.Relative), Token))!["items"]!.AsArray().Single(source => (string?)source!["name"] == Source)!;
}
