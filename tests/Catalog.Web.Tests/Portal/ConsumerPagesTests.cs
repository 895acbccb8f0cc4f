using System.Net;
using AngleSharp.Dom;
using Catalog.Core.Values;
using FeatureStore.Access;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Serving;

namespace Catalog.Web.Tests.Portal;

public sealed class ConsumerPagesTests(ConsumerPagesTests.Shop shop) : IClassFixture<ConsumerPagesTests.Shop>
{
    [Fact]
    public async Task List_Consumers_AreInOrderOfTheirNamesWithWhatTheyRead()
    {
        var page = await shop.Catalogue.OpenAsync("/consumers");

        var rows = RowsIn(page, "Consumers");
        Assert.Equal(["/consumers/all", "/consumers/churn"], rows.Select(static row => row.QuerySelector("th a")!.GetAttribute("href")));
        Assert.Equal(["churn", "growth", "1 feature service", "2", "1", "0"], rows[1].Children.Take(6).Select(static cell => cell.TextContent.Trim()));
        Assert.Equal("everything", rows[0].Children[2].TextContent);
        Assert.NotNull(page.QuerySelector(".side a[href='/consumers'][aria-current]"));
    }

    [Fact]
    public async Task Page_Consumer_TellsKeysGrantsAndReads()
    {
        var page = await shop.Catalogue.OpenAsync("/consumers/churn");

        var keys = RowsIn(page, "Keys");
        Assert.Equal(["Revoked", "Expires soon", "Counts"], keys.Select(static row => row.QuerySelector(".light")!.TextContent.Trim()));
        Assert.Equal([false, true, true], keys.Select(static row => row.QuerySelector("button") is not null));
        Assert.StartsWith(shop.Key[..10] + "…", keys[2].TextContent.Trim(), StringComparison.Ordinal);
        var read = Assert.Single(RowsIn(page, "What it reads"));
        Assert.Equal([shop.Service, "yes", "1", "0", "1"], read.Children.Take(5).Select(static cell => cell.TextContent.Trim()));
        Assert.Contains("x-api-key: $CATALOG_API_KEY", page.QuerySelector("main .snip")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(shop.Key, page.OuterHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_NoSuchConsumer_IsNotFound()
        => Assert.Equal(HttpStatusCode.NotFound, (await shop.Catalogue.TryOpenAsync("/consumers/nobody")).Status);

    private static IReadOnlyList<IElement> RowsIn(IElement page, string table) => [.. page.QuerySelectorAll($"[aria-label='{table}'] tbody tr")];

    /// <summary>A shop of its own, with two consumers.</summary>
    public sealed class Shop : IAsyncLifetime
    {
        public ShopCatalogue Catalogue { get; } = new();

        /// <summary>The key with which it looked up.</summary>
        public string Key { get; private set; } = "";

        public string Service { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            var token = TestContext.Current.CancellationToken;
            var empty = await Catalogue.OpenAsync("/consumers");
            Assert.Equal("Nobody is registered", empty.QuerySelector("main .blank h2")!.TextContent);
            var service = (await Catalogue.GetAsync<IFeatureRegistry>()).Services[0];
            Service = service.Name;
            var consumers = await Catalogue.GetAsync<ConsumerService>();
            await consumers.AddAsync("churn", "growth", "scores churn", [Service], token);
            await consumers.AddAsync("all", "growth", null, ["*"], token);
            Key = (await consumers.MakeKeyAsync("churn", null, token)).Text;
            await consumers.MakeKeyAsync("churn", Instant.From(DateTimeOffset.UtcNow.AddDays(2)), token);
            var revoked = await consumers.MakeKeyAsync("churn", null, token);
            await consumers.RevokeKeyAsync("churn", revoked.Key.Id, token);
            var grants = await (await Catalogue.GetAsync<AccessGuard>()).IdentifyAsync(Key, token);
            var lookups = await Catalogue.GetAsync<OnlineFeatureService>();
            await lookups.GetAsync(new OnlineFeaturesRequest { FeatureService = Service, Entities = [new EntityColumn("customer", [Value.Of(1L)])], Grants = grants }, token);
        }

        public ValueTask DisposeAsync() => Catalogue.DisposeAsync();
    }
}
