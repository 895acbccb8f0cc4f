using Catalog.Cli.CommandLine;
using Catalog.Web.Composition;

namespace Catalog.Cli.Server;

/// <summary>A way to the catalogue: a server that runs, or the same host started in this process on a folder.</summary>
internal sealed class CatalogConnection : IAsyncDisposable
{
    private readonly HttpClient _client;
    private readonly IRunningCatalog? _host;

    private CatalogConnection(Uri address, IRunningCatalog? host)
    {
        _host = host;
        _client = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>The doors, called with a key; null for none.</summary>
    internal CatalogApi With(string? key) => new(_client, key);

    internal static CatalogConnection ToServer(string server)
    {
        if (!Uri.TryCreate(server, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
        {
            throw CommandException.Local(
                ExitCode.Usage, "usage", $"'{server}' is not the address of a server. Write it as http://host:port in --server or CATALOG_SERVER.");
        }

        // Relative routes replace what follows the last slash.
        return new CatalogConnection(server.EndsWith('/') ? address : new Uri(server + "/"), host: null);
    }

    /// <summary>Starts the host on the folder; it ends with the connection.</summary>
    internal static async Task<CatalogConnection> ToFolderAsync(string folder, StartHost start, CancellationToken cancellationToken)
    {
        var host = await start(
            new Dictionary<string, string?>
            {
                ["Catalog:DataDirectory"] = Path.GetFullPath(folder),
                ["Catalog:LoadSamples"] = "false",
                ["Logging:LogLevel:Default"] = "Warning",

                // What the frameworks log of a failure comes as the command's own error, without a stack trace.
                ["Logging:LogLevel:Microsoft"] = "None",

                // Standard output belongs to the result.
                ["Logging:Console:LogToStandardErrorThreshold"] = "Trace",
            },
            cancellationToken);
        return new CatalogConnection(host.Address, host);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }
}

/// <summary>Starts a host in this process.</summary>
internal delegate Task<IRunningCatalog> StartHost(IReadOnlyDictionary<string, string?> settings, CancellationToken cancellationToken);
