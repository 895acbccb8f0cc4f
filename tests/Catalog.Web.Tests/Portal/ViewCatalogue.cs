using System.Net;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Catalog.Definitions;
using Catalog.Definitions.Model;
using Catalog.Definitions.Planning;
using Catalog.Web.Composition;
using Catalog.Web.Tests.Components;
using Ingestion;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Catalog.Web.Tests.Portal;

/// <summary>
/// The whole product on a folder of its own, with the views of a small shop and a dozen events, on a free port of this machine. Its clock stands still, so that ages do
/// not depend on the speed of the machine.
/// </summary>
public sealed class ViewCatalogue : IAsyncLifetime
{
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
        kind: Entity
        name: branch
        domain: shop
        owner: crew
        type: string
        ---
        kind: Source
        name: sales
        domain: shop
        owner: crew
        contract: sales
        format: ndjson
        timestamp: sold_at
        columns:
          - {name: customer_id, type: int64}
          - {name: branch, type: string}
          - {name: sold_at, type: timestamp}
          - {name: price, type: double}
          - {name: product, type: string}
        ---
        kind: FeatureView
        name: last_sale
        domain: shop
        owner: crew
        description: What a customer bought last.
        entities: [customer_id]
        source: sales
        ttl: 30d
        features:
          - {name: price, type: double, description: Price of the newest purchase., tags: [money]}
          - {name: product, type: string}
        ---
        kind: FeatureView
        name: activity
        domain: shop
        owner: crew
        entities: [customer_id]
        source: sales
        features:
          - {name: spent_7d, aggregate: sum, of: price, where: price > 0, window: 7d}
        ---
        kind: FeatureView
        name: branch_sale
        domain: shop
        owner: crew
        entities: [customer_id, branch]
        source: sales
        offline: false
        features:
          - {name: price, type: double}
        ---
        kind: FeatureView
        name: archive
        domain: shop
        owner: crew
        entities: [customer_id]
        source: sales
        online: false
        features:
          - {name: price, type: double}
        ---
        kind: FeatureView
        name: silent
        domain: shop
        owner: crew
        entities: [customer_id]
        source: nothing
        features:
          - {name: price, type: double}
        ---
        kind: Source
        name: nothing
        domain: shop
        owner: crew
        format: ndjson
        timestamp: at
        columns:
          - {name: customer_id, type: int64}
          - {name: at, type: timestamp}
          - {name: price, type: double}
        ---
        kind: Source
        name: parcels
        domain: shop
        owner: crew
        format: ndjson
        timestamp: sent_at
        columns:
          - {name: customer_id, type: int64}
          - {name: sent_at, type: timestamp}
          - {name: delivered_at, type: timestamp}
        ---
        kind: FeatureView
        name: parcel
        domain: shop
        owner: crew
        entities: [customer_id]
        source: parcels
        features:
          - {name: delivered, type: timestamp, from: delivered_at}
          - {name: last_delivery, aggregate: max, of: delivered_at, window: 1h}
        ---
        kind: Source
        name: visits
        domain: shop
        owner: crew
        format: ndjson
        timestamp: came_at
        columns:
          - {name: customer_id, type: int64}
          - {name: came_at, type: timestamp}
        ---
        kind: Source
        name: known_visits
        domain: shop
        owner: crew
        from: visits
        enrich:
          - view: last_sale
            features: [{name: product, as: owned}]
        ---
        kind: FeatureView
        name: visiting
        domain: shop
        owner: crew
        entities: [customer_id]
        source: known_visits
        features:
          - {name: visits_7d, aggregate: count, where: owned = 'cup', window: 7d}
        ---
        kind: FeatureService
        name: offer
        domain: shop
        owner: crew
        features:
          - {view: last_sale, features: [price]}
        ---
        kind: DataProduct
        name: purchases
        title: Purchases
        domain: shop
        owner: crew
        version: 1.0.0
        output_ports:
          - {name: offer, version: "1", feature_service: offer}
        """;

    private const string Contract = """
        apiVersion: v3.1.0
        kind: DataContract
        id: sales
        name: sales
        version: 2.1.0
        status: active
        schema:
          - name: sales
            logicalType: object
            properties:
              - {name: customer_id, logicalType: integer, required: true, classification: pii}
              - {name: price, logicalType: number, logicalTypeOptions: {minimum: 0}}
        slaProperties:
          - {property: latency, value: 1, unit: hour, element: sales.sold_at}
        """;

    private readonly string _directory = Directory.CreateTempSubdirectory("pages-").FullName;
    private WebApplication? _app;

    /// <summary>Asks for pages unless a request says otherwise.</summary>
    public HttpClient Browser { get; } = new();

    /// <summary>What the server is made of.</summary>
    internal IServiceProvider Services => _app!.Services; // Built before the first test.

    public async ValueTask InitializeAsync()
    {
        _app = Build();
        await _app.StartAsync();
        Browser.BaseAddress = new Uri(_app.Urls.Single());
        Browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        await ApplyAsync(Definitions, "The shop");
        await IngestAsync("sales", Events());
        await IngestAsync("parcels", """{"customer_id": 1, "sent_at": "2026-01-01T00:00:00Z", "delivered_at": "2026-01-02T00:00:00Z"}""");
        await IngestAsync("visits", """
            {"customer_id": 1, "came_at": "2026-11-20T10:00:00Z"}
            {"customer_id": 1, "came_at": "2026-11-20T12:51:00Z"}
            """);
        foreach (var view in new[] { "last_sale", "branch_sale", "archive", "visiting" })
        {
            await PostAsync($"/api/v1/views/{view}/flush", string.Empty);
        }

        await PostAsync("/api/v1/views/last_sale/statistics", string.Empty);
        await ApplyAsync(
            Definitions
                .Replace("bought last.", "bought last, and for how much.", StringComparison.Ordinal)
                .Replace("online: false\nfeatures:\n", "online: false\nfeatures:\n  - {name: product, type: string}\n", StringComparison.Ordinal),
            "Say more");
    }

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        Directory.Delete(_directory, recursive: true);
    }

    public async Task<(HttpStatusCode Status, IElement Page)> GetAsync(string path)
    {
        using var answer = await Browser.GetAsync(path, TestContext.Current.CancellationToken);
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (answer.StatusCode, new HtmlParser().ParseDocument(html).Body!);
    }

    private async Task ApplyAsync(string definitions, string message)
    {
        var files = new DefinitionFile[] { new("shop.yaml", definitions), new("sales.odcs.yaml", Contract) };
        await _app!.Services.GetRequiredService<DefinitionService>().ApplyAsync( // Built before the first apply.
            new ApplyRequest { Plan = new PlanRequest { Files = files }, Author = "ana", Message = message }, CancellationToken.None);
    }

    private async Task IngestAsync(string source, string lines)
    {
        var ingestion = _app!.Services.GetRequiredService<IngestionService>(); // Built before the first file.
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(lines));
        var job = await ingestion.StartFileAsync(new FileUpload { Source = source, Name = $"{source}.ndjson", Content = content }, CancellationToken.None);
        await ingestion.WaitAsync(source, job.RunId, CancellationToken.None);
    }

    public async Task PostAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/x-ndjson");
        using var answer = await Browser.PostAsync(path, content);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Ten customers two minutes ago, one of them without a product, two long ago, and one event without a customer.</summary>
    private static string Events()
    {
        var now = FixedClock.Now.ToDateTimeOffset().AddMinutes(-2);
        var lines = Enumerable.Range(1, 10).Select(customer => Line(customer.ToString(), now, customer * 10, customer == 10 ? "null" : customer < 7 ? "\"cup\"" : "\"jug\""))
            .Append(Line("11", now.AddDays(-31), 5, "\"cup\"")).Append(Line("12", now.AddDays(-40), 5, "\"cup\"")).Append(Line("null", now, 5, "\"cup\""));
        return string.Join('\n', lines);

        static string Line(string customer, DateTimeOffset at, int price, string product)
            => $$"""{"customer_id": {{customer}}, "branch": "north", "sold_at": "{{at:yyyy-MM-ddTHH:mm:ssZ}}", "price": {{price}}, "product": {{product}}}""";
    }

    private WebApplication Build()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = "Catalog.Web",
            EnvironmentName = Environments.Production,
            ContentRootPath = AppContext.BaseDirectory,
            Args = [$"--Catalog:DataDirectory={_directory}", "--Catalog:LoadSamples=false", "--Ingestion:DefinitionsPoll=00:00:00.01", "--FeatureStore:LookupLog:SampleRate=1"],
        });
        builder.WebHost.UseStaticWebAssets().UseUrls("http://127.0.0.1:0");
        builder.AddCatalog();
        builder.Services.AddSingleton<TimeProvider>(new FixedClock());
        builder.Logging.ClearProviders();

        var app = builder.Build();
        app.MapCatalog();
        return app;
    }
}
