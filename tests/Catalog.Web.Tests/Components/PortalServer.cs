using Catalog.Web.Components;
using Catalog.Web.ViewModels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Catalog.Web.Tests.Components;

/// <summary>The portal alone on a free port of this machine, with an address that throws.</summary>
public sealed class PortalServer : IAsyncLifetime
{
    private readonly WebApplication _app = Build();

    /// <summary>Asks for pages unless a request says otherwise.</summary>
    public HttpClient Browser { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await _app.StartAsync();
        Browser.BaseAddress = new Uri(_app.Urls.Single());
        Browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await _app.DisposeAsync();
    }

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = "Catalog.Web",
            EnvironmentName = Environments.Production,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseStaticWebAssets().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddPortal();
        builder.Services.AddSingleton<IFrameSource, FixedFrame>();

        var app = builder.Build();
        app.MapPortal();
        app.MapGet("/boom", string () => throw new InvalidOperationException("secret"));
        return app;
    }

    private sealed class FixedFrame : IFrameSource
    {
        public ValueTask<FrameFacts> ReadAsync(CancellationToken cancellationToken) => new(new FrameFacts
        {
            Counts = new Dictionary<FrameEntry, FrameCount> { [FrameEntry.Quarantine] = new(1061, Waiting: true) },
            Roles = [new RoleFact("work", Status.Fresh, "lag 12")],
        });
    }
}
