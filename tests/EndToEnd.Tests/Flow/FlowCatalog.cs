using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EndToEnd.Tests.Infrastructure;
using Microsoft.Playwright;

namespace EndToEnd.Tests.Flow;

/// <summary>The product with one source, view, service and product, and a browser to look at it. Batches are tiny, so that a long file takes its time.</summary>
public sealed class FlowCatalog : IAsyncLifetime
{
    internal const string Header = "customer_id,sold_at,price,product\n";

    private const string Definitions = """
        kind: Domain
        name: shop
        owner: crew
        ---
        kind: Team
        name: crew
        ---
        kind: Entity
        name: customer_id
        domain: shop
        owner: crew
        type: int64
        ---
        kind: Source
        name: sales
        domain: shop
        owner: crew
        format: csv
        contract: sales
        timestamp: sold_at
        columns:
          - {name: customer_id, type: int64}
          - {name: sold_at, type: timestamp}
          - {name: price, type: double}
          - {name: product, type: string}
        ---
        kind: FeatureView
        name: profile
        domain: shop
        owner: crew
        entities: [customer_id]
        source: sales
        features:
          - {name: last_price, type: double, from: price}
          - {name: last_product, type: string, from: product}
        ---
        kind: FeatureService
        name: churn
        domain: shop
        owner: crew
        features:
          - {view: profile, features: [last_price]}
        ---
        kind: DataProduct
        name: behaviour
        title: Behaviour of customers
        domain: shop
        owner: crew
        version: 1.0.0
        inputs: [sales]
        output_ports:
          - {name: churn, version: "1", feature_service: churn}
        """;

    private const string Contract = """
        apiVersion: v3.1.0
        kind: DataContract
        id: sales
        name: sales
        version: 1.0.0
        status: active
        schema:
          - name: sales
            properties:
              - {name: customer_id, logicalType: integer, required: true}
              - {name: price, logicalType: number, logicalTypeOptions: {minimum: 0}}
        """;

    private readonly TemporaryDirectory _data = new();
    private CatalogProcess? _catalog;
    private Browser? _browser;

    internal HttpClient Http => _catalog!.Http; // Started before every test.

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(60_000);
        _browser = await Browser.StartAsync();
        _catalog = await CatalogProcess.StartAsync(
            _data.Path, samples: false, TestContext.Current.CancellationToken, new Dictionary<string, string> { ["Ingestion__BatchRecords"] = "10" });
        await ApplyAsync(("shop.yaml", Definitions), ("sales.odcs.yaml", Contract));
        await WaitForLineageAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        if (_catalog is not null)
        {
            await _catalog.DisposeAsync();
        }

        _data.Dispose();
    }

    internal Task<IPage> OpenAsync(int width = 1400, ColorScheme scheme = ColorScheme.Light) => _browser!.OpenAsync(_catalog!.Address, width, scheme);

    /// <summary>Lets the contract take prices from there on.</summary>
    internal Task SetMinimumPriceAsync(string minimum) => ApplyAsync(("sales.odcs.yaml", Contract.Replace("minimum: 0", "minimum: " + minimum, StringComparison.Ordinal)));

    /// <summary>Sends a file of whole lines and gives the id of its run.</summary>
    internal async Task<Guid> SendAsync(string name, string lines)
    {
        using var answer = await Http.PostAsync($"/api/v1/sources/sales/files?name={name}", new StringContent(Header + lines, Encoding.UTF8, "text/csv"));
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("runId").GetGuid();
    }

    private async Task ApplyAsync(params (string Path, string Text)[] files)
    {
        using var applied = await Http.PostAsJsonAsync(
            "/api/v1/definitions/apply", new { files = files.Select(file => new { path = file.Path, text = file.Text }), author = "test" });
        applied.EnsureSuccessStatusCode();
    }

    // The definitions are declared in the background.
    private async Task WaitForLineageAsync(CancellationToken cancellationToken)
    {
        var product = new Uri("/api/v1/namespaces/catalog/datasets/product%2Fbehaviour", UriKind.Relative);
        while (!cancellationToken.IsCancellationRequested)
        {
            using var answer = await Http.GetAsync(product, cancellationToken);
            if (answer.IsSuccessStatusCode)
            {
                return;
            }

            await Task.Delay(50, cancellationToken);
        }
    }

    /// <summary>Good lines, none like any other of another name.</summary>
    internal static string Lines(string name, int count)
    {
        var lines = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            lines.Append(CultureInfo.InvariantCulture, $"{i},2026-11-20T10:00:00Z,9.5,{name}\n");
        }

        return lines.ToString();
    }
}
