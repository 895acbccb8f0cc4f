namespace EndToEnd.Tests.Infrastructure;

/// <summary>The product as it is after its first start: the three sample domains with their data. Made once; its tests run one after the other and change nothing that another looks at.</summary>
public sealed class SampleCatalog : IAsyncLifetime
{
    private readonly TemporaryDirectory _data = new();
    private CatalogProcess? _catalog;

    internal CatalogProcess Catalog => _catalog!; // Started before every test.

    public async ValueTask InitializeAsync()
        => _catalog = await CatalogProcess.StartAsync(_data.Path, samples: true, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_catalog is not null)
        {
            await _catalog.DisposeAsync();
        }

        _data.Dispose();
    }
}
