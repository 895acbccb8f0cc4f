using Catalog.Persistence.Tests.Testing;
using Conformance.Access;
using FeatureStore.Ports;

namespace Catalog.Persistence.Tests.FeatureStore;

public sealed class PostgresConsumerStoreTests : ConsumerStoreConformance
{
    private PostgresTestDatabase? _database;

    protected override async ValueTask<IConsumerStore> OpenAsync()
    {
        _database = await PostgresTestDatabase.CreateAsync();
        return _database.Get<IConsumerStore>();
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
