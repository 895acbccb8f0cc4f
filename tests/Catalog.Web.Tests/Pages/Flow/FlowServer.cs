using System.Net;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Catalog.Definitions;
using Catalog.Definitions.Model;
using Catalog.Definitions.Planning;
using Catalog.Web.Composition;
using Catalog.Web.Tests.Http;
using FeatureStore.Ports;
using Ingestion;
using Ingestion.Model;
using Lineage.Ingest;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Catalog.Web.Tests.Pages.Flow;

/// <summary>The whole product in this process, on a folder of its own, with the shop of <see cref="IngestionServer"/>, a service and a product.</summary>
public sealed class FlowServer : IAsyncLifetime
{
    public const string Lines =
        IngestionServer.Header
        + "1,2026-11-20T10:00:00Z,9.5,cup\n"
        + ",2026-11-20T11:00:00Z,3,<b>plate</b>\n"
        + "2,2026-11-20T12:00:00Z,-1,bowl\n"
        + "1,2026-11-21T10:00:00Z,4,jug\n";

    private const string More = """
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

    private readonly string _directory = Directory.CreateTempSubdirectory("flow-pages-").FullName;
    private readonly HttpClient _browser = new();
    private static readonly HttpClient Programs = new();
    private WebApplication? _app;

    /// <summary>The run that ingested <see cref="Lines"/>.</summary>
    public Guid RunId { get; private set; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app = CatalogHost.Build(
            "--urls=http://127.0.0.1:0", $"--Catalog:DataDirectory={_directory}", "--Catalog:LoadSamples=false", "--Logging:LogLevel:Default=None",
            "--Ingestion:IdleFlush=00:00:00.020", "--Ingestion:CatchUpEvents=1");
        await _app.StartAsync();
        _browser.BaseAddress = new Uri(_app.Urls.Single());
        _browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        DefinitionFile[] files = [new("shop.yaml", IngestionServer.Definitions), new("sales.odcs.yaml", IngestionServer.Contract), new("more.yaml", More)];
        await Get<DefinitionService>().ApplyAsync(new ApplyRequest { Plan = new PlanRequest { Files = files }, Author = "test" }, Token);
        RunId = await IngestAsync("sales & <i>more.csv", Lines);
        await Get<IMaterializationBarrier>().FlushAsync(Get<IFeatureRegistry>().FindView("profile")!.Id, Token);
        await WaitForLineageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        Directory.Delete(_directory, recursive: true);
    }

    public T Get<T>()
        where T : notnull => _app!.Services.GetRequiredService<T>(); // Started before every test.

    public async Task<Guid> IngestAsync(string name, string lines)
    {
        var upload = new FileUpload { Source = "sales", Name = name, Content = new MemoryStream(Encoding.UTF8.GetBytes(lines)) };
        var job = await Get<IngestionService>().StartFileAsync(upload, Token);
        await Get<IngestionService>().WaitAsync("sales", job.RunId, Token);
        return job.RunId;
    }

    public async Task TakeEventAsync(string json)
        => Assert.True((await Get<LineageIngestService>().IngestAsync(Encoding.UTF8.GetBytes(json), Token)).Accepted);

    /// <summary>Asks for a page as a browser does and checks the status.</summary>
    public async Task<IElement> OpenAsync(string address, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await _browser.GetAsync(new Uri(address, UriKind.Relative), Token);
        Assert.True(status == response.StatusCode, $"'{address}' answers {(int)response.StatusCode}.");
        return new HtmlParser().ParseDocument(await response.Content.ReadAsStringAsync(Token)).QuerySelector("main")!;
    }

    /// <summary>Asks as a program does.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        request.RequestUri = new Uri(_browser.BaseAddress!, request.RequestUri!); // Set before every test.
        return Programs.SendAsync(request, Token);
    }

    // The definitions are declared in the background, the product last of all.
    private async Task WaitForLineageAsync()
    {
        while (true)
        {
            using var response = await _browser.GetAsync(new Uri("/lineage/dataset:catalog:product/behaviour", UriKind.Relative), Token);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                return;
            }
        }
    }
}
