using FeatureStore;
using FeatureStore.Ports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Catalog.Benchmarks.Lookup;

/// <summary>The product's embedded online store, made the way the product makes it.</summary>
internal sealed class EmbeddedContender : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    internal EmbeddedContender(string folder)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new(FeatureStoreOptions.DataDirectoryKey, folder)]).Build();
        _services = new ServiceCollection().AddLogging().AddMetrics().AddFeatureStore(configuration).BuildServiceProvider();
        Store = _services.GetRequiredService<IOnlineStore>();
    }

    internal IOnlineStore Store { get; }

    internal ValueTask<int> WriteAsync(IReadOnlyList<OnlineWrite> rows) => Store.WriteAsync(rows, CancellationToken.None);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
