using Catalog.Persistence.Tests.Testing;
using Conformance.Offline;
using FeatureStore.Ports;

namespace Catalog.Persistence.Tests.FeatureStore;

public sealed class PostgresComputedVersionsTests : ComputedVersionsConformance, IAsyncDisposable
{
    private PostgresTestDatabase? _database;

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    protected override async Task<IComputedVersions> CreateAsync()
    {
        _database = await PostgresTestDatabase.CreateAsync();
        return _database.Get<IComputedVersions>();
    }
}
