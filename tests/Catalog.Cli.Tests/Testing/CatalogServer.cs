using Catalog.Web.Composition;

[assembly: AssemblyFixture(typeof(Catalog.Cli.Tests.Testing.CatalogServer))]

namespace Catalog.Cli.Tests.Testing;

/// <summary>The real product on a folder of its own, shared by all tests; each works with names of its own in it.</summary>
public sealed class CatalogServer : IAsyncLifetime
{
    private readonly TemporaryDirectory _data = new();
    private IRunningCatalog? _host;

    internal string Address => _host!.Address.ToString(); // Set before any test runs.

    internal string Folder => _data.Path;

    internal Command Command => new() { Server = Address };

    public async ValueTask InitializeAsync() => _host = await CatalogHost.StartAsync(
        new Dictionary<string, string?> { ["Catalog:DataDirectory"] = _data.Path }, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _host!.DisposeAsync();
        _data.Dispose();
    }

    internal Task<CommandResult> RunAsync(params string[] arguments) => Command.RunAsync(arguments);
}
