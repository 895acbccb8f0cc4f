using Catalog.Persistence;
using Catalog.Web.Http;
using Lineage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Catalog.Web.Tests.Http;

/// <summary>The lineage doors alone, over an empty database of their own, on a free port of this machine.</summary>
public sealed class LineageServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("catalog-lineage-");
    private readonly WebApplication _app;

    private LineageServer() => _app = Build(_folder.FullName);

    public HttpClient Http { get; } = new();

    public static async Task<LineageServer> StartAsync()
    {
        var server = new LineageServer();
        await server._app.StartAsync();
        server.Http.BaseAddress = new Uri(server._app.Urls.Single() + "/api/v1/");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static WebApplication Build(string folder)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Catalog:DataDirectory"] = folder,
            ["Lineage:MaxBodyBytes"] = "100000",
        });
        builder.Services.AddProblems().AddCatalogPersistence(builder.Configuration).AddLineage(builder.Configuration);

        var app = builder.Build();
        app.UseExceptionHandler();
        app.MapLineage();
        return app;
    }
}
