using Catalog.Persistence.Tests.Testing;
using Conformance.Offline;
using FeatureStore.Ports;

namespace Catalog.Persistence.Tests.FeatureStore;

public sealed class SqliteComputedVersionsTests : ComputedVersionsConformance, IAsyncDisposable
{
    private SqliteTestDatabase? _database;

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    protected override async Task<IComputedVersions> CreateAsync()
    {
        _database = await SqliteTestDatabase.CreateAsync();
        return _database.Get<IComputedVersions>();
    }
}
