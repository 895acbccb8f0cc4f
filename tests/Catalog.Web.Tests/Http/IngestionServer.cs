using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Catalog.Definitions;
using Catalog.Definitions.Model;
using Catalog.Definitions.Planning;
using Catalog.Persistence;
using Catalog.Web.Http;
using FeatureStore;
using FeatureStore.DuckDb;
using Ingestion;
using Lineage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Catalog.Web.Tests.Http;

/// <summary>
/// The doors of sources, quarantine, checks, views, runs, training sets, lineage and status over every real module and store, in a folder of its own, on a free port of this machine. One source
/// <c>sales</c> under a contract, one view of it.
/// </summary>
public sealed class IngestionServer : IAsyncDisposable
{
    public const string Header = "customer_id,sold_at,price,product\n";

    public const string Definitions = """
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
        kind: Source
        name: quiet
        domain: shop
        owner: crew
        format: ndjson
        push: false
        timestamp: at
        columns:
          - {name: at, type: timestamp}
        ---
        kind: FeatureView
        name: profile
        domain: shop
        owner: crew
        entities: [customer_id]
        source: sales
        features:
          - {name: last_price, type: double, from: price}
          - {name: product, type: string}
        """;

    public const string Contract = """
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

    private readonly string _directory = Directory.CreateTempSubdirectory("ingestion-doors-").FullName;
    private readonly WebApplication _app;

    private IngestionServer(IReadOnlyDictionary<string, string?> settings, Action<IServiceCollection>? add)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Catalog:DataDirectory"] = _directory,
            ["Ingestion:IdleFlush"] = "00:00:00.020",
            ["Ingestion:DefinitionsPoll"] = "00:00:00.020",
        }).AddInMemoryCollection(settings);
        builder.Services
            .AddProblems()
            .AddDoors()
            .AddCatalogPersistence(builder.Configuration)
            .AddDefinitions(builder.Configuration)
            .AddLineage(builder.Configuration)
            .AddDefinitionLineage()
            .AddFeatureStore(builder.Configuration)
            .AddDuckDbOfflineStore(builder.Configuration)
            .AddIngestion(builder.Configuration)
            .AddPipelines();
        add?.Invoke(builder.Services);
        _app = builder.Build();
        _app.UseExceptionHandler();
        _app.MapDoors();
        _app.MapOnlineFeatures();
        _app.MapTrainingSets();
        _app.MapErasures();
        _app.MapVacuum();
        _app.MapExplanations();
        _app.MapLineage();
    }

    public HttpClient Http { get; } = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Task<IngestionServer> StartAsync(params (string Key, string Value)[] settings) => StartAsync(add: null, settings);

    /// <param name="add">Adds services beside those of the product, or in their place.</param>
    /// <param name="settings">Settings.</param>
    public static async Task<IngestionServer> StartAsync(Action<IServiceCollection>? add, params (string Key, string Value)[] settings)
    {
        var server = new IngestionServer(settings.ToDictionary(static setting => setting.Key, static setting => (string?)setting.Value), add);
        await server._app.StartAsync();
        server.Http.BaseAddress = new Uri(server._app.Urls.Single());
        await server.ApplyAsync(new DefinitionFile("shop.yaml", Definitions), new DefinitionFile("sales.odcs.yaml", Contract));
        return server;
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public Task ApplyAsync(params DefinitionFile[] files) => Get<DefinitionService>().ApplyAsync(
        new ApplyRequest { Plan = new PlanRequest { Files = files }, Author = "test" }, Token);

    /// <summary>Lets the contract take prices from there on.</summary>
    public Task SetMinimumPriceAsync(string minimum, string version = "1.1.0") => ApplyAsync(new DefinitionFile(
        "sales.odcs.yaml",
        Contract.Replace("minimum: 0", "minimum: " + minimum, StringComparison.Ordinal).Replace("version: 1.0.0", "version: " + version, StringComparison.Ordinal)));

    /// <summary>Asks a door below <c>/api/v1</c> and checks the status of its answer.</summary>
    public async Task<JsonNode> SendAsync(HttpMethod method, string path, HttpContent? content = null, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var request = new HttpRequestMessage(method, "api/v1/" + path) { Content = content };
        using var response = await Http.SendAsync(request, Token);
        var text = await response.Content.ReadAsStringAsync(Token);
        Assert.True(status == response.StatusCode, $"{method} {path}: {response.StatusCode} {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    public Task<JsonNode> GetAsync(string path, HttpStatusCode status = HttpStatusCode.OK) => SendAsync(HttpMethod.Get, path, status: status);

    public Task<JsonNode> PostAsync(string path, string body, HttpStatusCode status = HttpStatusCode.OK, string type = "application/json")
        => SendAsync(HttpMethod.Post, path, new StringContent(body, Encoding.UTF8, type), status);

    /// <summary>The code of the problem that a refused request is answered with; its message must say something.</summary>
    public static string CodeOf(JsonNode problem)
    {
        Assert.False(string.IsNullOrEmpty((string?)problem["detail"]), problem.ToJsonString());
        return (string)problem["code"]!;
    }

    /// <summary>Uploads lines and waits for the end of their run.</summary>
    public async Task<JsonNode> IngestAsync(string lines, string name = "sales.csv")
    {
        var run = await PostAsync($"sources/sales/files?name={name}", lines, HttpStatusCode.Accepted, "text/csv");
        var runId = (Guid)run["runId"]!;
        await Get<IngestionService>().WaitAsync("sales", runId, Token);
        return await GetAsync($"sources/sales/runs/{runId}");
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync(CancellationToken.None); // What works in the background would go on writing below the folder.
        await _app.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
