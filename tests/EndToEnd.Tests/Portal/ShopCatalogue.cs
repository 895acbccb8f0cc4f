using System.Net.Http.Json;
using System.Text.Json;
using EndToEnd.Tests.Infrastructure;

namespace EndToEnd.Tests.Portal;

/// <summary>The product with one small shop in it, and a browser.</summary>
internal sealed class ShopCatalogue : IAsyncDisposable
{
    public const string View = """
        kind: FeatureView
        name: basket  # what the model calls it
        domain: shop
        owner: shop-team
        entities: [buyer]
        source: sales
        ttl: 30d  # a month
        features:
          # the newest price
          - {name: price, type: double}

        """;

    private const string Shop = """
        kind: Domain
        name: shop
        owner: shop-team
        ---
        kind: Team
        name: shop-team
        ---
        kind: Source
        name: sales
        domain: shop
        owner: shop-team
        format: csv
        timestamp: bought_at
        columns:
          - {name: bought_at, type: timestamp}
          - {name: buyer, type: int64}
          - {name: product, type: string}
          - {name: price, type: double}
        ---
        kind: Entity
        name: buyer
        domain: shop
        owner: shop-team
        type: int64
        """;

    private readonly TemporaryDirectory _data = new();
    private readonly CatalogProcess _catalog;
    private readonly Browser _browser;

    private ShopCatalogue(CatalogProcess catalog, Browser browser, TemporaryDirectory data) => (_catalog, _browser, _data) = (catalog, browser, data);

    public string Output => _catalog.Output;

    public HttpClient Http => _catalog.Http;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<ShopCatalogue> StartAsync()
    {
        var browser = await Browser.StartAsync();
        var data = new TemporaryDirectory();
        var shop = new ShopCatalogue(await CatalogProcess.StartAsync(data.Path, samples: false, Token), browser, data);
        await shop.ApplyAsync("shop.yaml", Shop + "\n---\n" + View);
        return shop;
    }

    public async Task<Microsoft.Playwright.IPage> OpenAsync(string path, int width = 1400)
    {
        var page = await _browser.OpenAsync(_catalog.Address, width);
        await page.GotoAsync(path);
        return page;
    }

    /// <summary>Applies a file as somebody else does.</summary>
    public async Task ApplyAsync(string path, string text)
    {
        using var answer = await Http.PostAsJsonAsync(
            "/api/v1/definitions/apply", new { files = new[] { new { path, text } }, author = "ben", message = "because" }, Token);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));
    }

    /// <summary>Pushes events of the source.</summary>
    public async Task PushAsync(params object[] events)
    {
        using var answer = await Http.PostAsync("/api/v1/sources/sales/events", new StringContent(string.Join('\n', events.Select(static item => JsonSerializer.Serialize(item)))), Token);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));
    }

    /// <summary>The text of a definition in force.</summary>
    public async Task<string> TextOfAsync(string kind, string name)
        => (await Http.GetFromJsonAsync<JsonElement>($"/api/v1/definitions/{kind}/{name}", Token)).GetProperty("text").GetString()!; // Every definition has one.

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        await _catalog.DisposeAsync();
        _data.Dispose();
    }
}
