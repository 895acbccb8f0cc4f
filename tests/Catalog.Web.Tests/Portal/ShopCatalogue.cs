using System.Globalization;
using System.Net;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Catalog.Definitions;
using Catalog.Definitions.Model;
using Catalog.Definitions.Planning;
using Catalog.Web.Composition;
using FeatureStore.Ports;
using Ingestion;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(Catalog.Web.Tests.Portal.ShopCatalogue))]

namespace Catalog.Web.Tests.Portal;

/// <summary>
/// The whole product on real stores in a folder of its own, with a small shop in it: two products, one of which reads the other, and 60 lines of receipts, of which some are
/// refused. Shared by the tests that only look, and started by the first of them.
/// </summary>
public sealed class ShopCatalogue : IAsyncLifetime
{
    public const int Lines = 60;

    /// <summary>Lines without a customer; the contract refuses them.</summary>
    public const int Refused = 6;

    private readonly string _folder = Directory.CreateTempSubdirectory("shop-").FullName;
    private readonly Lazy<Task<WebApplication>> _started;
    private readonly HttpClient _browser = new();

    public ShopCatalogue() => _started = new Lazy<Task<WebApplication>>(StartAsync);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        if (_started.IsValueCreated)
        {
            var app = await _started.Value;
            await app.StopAsync();
            await app.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    public async Task<T> GetAsync<T>()
        where T : notnull => (await _started.Value).Services.GetRequiredService<T>();

    /// <summary>Asks for something as a browser does, on the server that has started.</summary>
    public async Task<HttpResponseMessage> AskAsync(string address)
    {
        await _started.Value;
        return await _browser.GetAsync(new Uri(address, UriKind.Relative), Token);
    }

    /// <summary>Asks for a page that must exist.</summary>
    public async Task<IElement> OpenAsync(string address)
    {
        var (status, page) = await TryOpenAsync(address);
        Assert.True(status == HttpStatusCode.OK, $"'{address}' answers {(int)status}.");
        return page;
    }

    /// <summary>Asks for a page, whatever comes.</summary>
    public async Task<(HttpStatusCode Status, IElement Page)> TryOpenAsync(string address)
    {
        using var answer = await AskAsync(address);
        var document = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(Token));
        return (answer.StatusCode, document.DocumentElement);
    }

    private async Task<WebApplication> StartAsync()
    {
        var app = CatalogHost.Build(
            "--urls=http://127.0.0.1:0", $"--Catalog:DataDirectory={_folder}", "--Catalog:LoadSamples=false", "--Logging:LogLevel:Default=Error", "--Ingestion:IdleFlush=00:00:00.020",
            "--Ingestion:DefinitionsPoll=00:00:00.020");
        await app.StartAsync();
        _browser.BaseAddress = new Uri(app.Urls.Single());
        _browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        var definitions = app.Services.GetRequiredService<DefinitionService>();
        await ApplyAsync(definitions, "Shop comes new", new DefinitionFile("shop.yaml", ShopDefinitions.Base), new DefinitionFile("lines.odcs.yaml", ShopDefinitions.Contract));
        await ApplyAsync(definitions, "Say more of products", new DefinitionFile("products.yaml", ShopDefinitions.Products));
        await ApplyAsync(
            definitions, "Raise the version", new DefinitionFile("products.yaml", ShopDefinitions.Products.Replace("version: 1.0.0 # shop", "version: 1.1.0", StringComparison.Ordinal)));
        await IngestAsync(app.Services);
        return app;
    }

    private static Task<ApplyResult> ApplyAsync(DefinitionService definitions, string message, params DefinitionFile[] files)
        => definitions.ApplyAsync(new ApplyRequest { Plan = new PlanRequest { Files = files }, Author = "ana", Message = message }, CancellationToken.None);

    private static async Task IngestAsync(IServiceProvider services)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var text = new StringBuilder("customer,written_at,price,product\n");
        for (var i = 0; i < Lines; i++)
        {
            var customer = i % (Lines / Refused) == 0 ? string.Empty : (i % 7).ToString(CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{customer},{now.AddMinutes(i - Lines):yyyy-MM-ddTHH:mm:ssZ},{i}.5,Product {i % 3}\n");
        }

        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text.ToString()));
        var job = await services.GetRequiredService<IngestionService>().StartFileAsync(new FileUpload { Source = "lines", Name = "lines.csv", Content = content }, CancellationToken.None);
        await services.GetRequiredService<IngestionService>().WaitAsync("lines", job.RunId, CancellationToken.None);
        foreach (var view in services.GetRequiredService<IFeatureRegistry>().Views)
        {
            await services.GetRequiredService<IMaterializationBarrier>().FlushAsync(view.Id, CancellationToken.None);
        }
    }
}
