using Catalog.Persistence.Tests.Testing;
using Conformance.Erasures;
using FeatureStore.Ports;

namespace Catalog.Persistence.Tests.FeatureStore;

public sealed class PostgresErasureStoreTests : ErasureStoreConformance
{
    private PostgresTestDatabase? _database;

    protected override async ValueTask<IErasureStore> OpenAsync()
    {
        _database = await PostgresTestDatabase.CreateAsync();
        return _database.Get<IErasureStore>();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }
}
