using Catalog.Grpc;
using Catalog.Web.Composition.Settings;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Catalog.Web.Composition;

/// <summary>Makes the host: of the program itself, and of a command that works on a data folder without a server.</summary>
public static class CatalogHost
{
    private const string StandardAddress = "http://localhost:8080";

    // That of the registry of a Feast installation.
    private const string StandardGrpcAddress = "http://localhost:6570";
    private const string GrpcUrls = $"{GrpcOptions.Section}:{nameof(GrpcOptions.Urls)}";

    // What keeps the process from starting is said by whoever starts it, in one line; the host would log it with all that lies under it.
    private const string HostCategory = "Microsoft.Extensions.Hosting.Internal.Host";

    // The address of a page holds what its form was given, and a page that refuses too much says so better than an empty answer does.
    private const int LongestRequestLine = 1 << 20;

    // Keys by which ASP.NET Core is told where to listen.
    private static readonly string[] AddressKeys = ["urls", "http_ports", "https_ports"];

    /// <summary>Builds the product. The arguments and the environment win over <c>appsettings.json</c>. Where nothing says where to listen, it is <c>http://localhost:8080</c>, and
    /// <c>http://localhost:6570</c> for gRPC.</summary>
    /// <exception cref="CatalogStartException">The settings or the data folder cannot be used.</exception>
    public static WebApplication Build(params string[] args)
    {
        // The portal's files are listed under this name, whichever program the host runs in.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(CatalogHost).Assembly.GetName().Name, Args = args, ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Limits.MaxRequestLineSize = LongestRequestLine);
        if (AddressKeys.All(key => string.IsNullOrEmpty(builder.Configuration[key])) && !builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
        {
            builder.WebHost.UseUrls(StandardAddress);
            builder.Configuration[GrpcUrls] ??= StandardGrpcAddress; // Whoever chooses one address chooses the other.
        }

        var hasStarted = false;
        builder.Logging.AddFilter(HostCategory, level => hasStarted && level >= LogLevel.Warning);
        var settings = builder.AddCatalog();

        var app = builder.Build();
        CatalogSettings.Check(app.Services, settings);
        app.Services.GetRequiredService<DataDirectory>(); // Now: what cannot have its folder must not start, and what is made first is let go of last.
        app.Lifetime.ApplicationStarted.Register(() => hasStarted = true);
        app.MapCatalog();
        return app;
    }

    /// <summary>Starts the product inside this process, on a free port of the loopback address. All roles run; samples are not loaded unless the settings ask for it.</summary>
    /// <param name="settings">Configuration keys such as <c>Catalog:DataDirectory</c> with their values.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="CatalogStartException">The settings or the data folder cannot be used, for example because a server holds it.</exception>
    public static async Task<IRunningCatalog> StartAsync(IReadOnlyDictionary<string, string?> settings, CancellationToken cancellationToken)
    {
        string[] quiet = ["--urls=http://127.0.0.1:0", "--Catalog:LoadSamples=false", "--Logging:LogLevel:Default=Warning"];
        var app = Build([.. quiet, .. settings.Select(static pair => $"--{pair.Key}={pair.Value}")]);
        try
        {
            await app.StartAsync(cancellationToken);
            return new RunningCatalog(app, AddressOf(app.Services.GetRequiredService<IServer>()));
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    internal static Uri AddressOf(IServer server)
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        return new Uri(addresses.First().Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal));
    }

    private sealed class RunningCatalog(WebApplication app, Uri address) : IRunningCatalog
    {
        public Uri Address { get; } = address;

        public async ValueTask DisposeAsync()
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }
}
