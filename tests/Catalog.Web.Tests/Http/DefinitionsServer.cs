using Catalog.Definitions;
using Catalog.Definitions.Embedded;
using Catalog.Definitions.Ports;
using Catalog.Web.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Catalog.Web.Tests.Http;

/// <summary>The definitions' doors alone, with an empty catalogue in memory, on a free port of this machine.</summary>
public sealed class DefinitionsServer : IAsyncDisposable
{
    private readonly WebApplication _app = Build();

    private DefinitionsServer()
    {
    }

    public HttpClient Http { get; } = new();

    public static async Task<DefinitionsServer> StartAsync()
    {
        var server = new DefinitionsServer();
        await server._app.StartAsync();
        server.Http.BaseAddress = new Uri(server._app.Urls.Single() + "/api/v1/definitions/");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddProblems().AddDefinitions(builder.Configuration).AddSingleton<IDefinitionStore, InMemoryDefinitionStore>();

        var app = builder.Build();
        app.UseExceptionHandler();
        app.MapDefinitions();
        return app;
    }
}
