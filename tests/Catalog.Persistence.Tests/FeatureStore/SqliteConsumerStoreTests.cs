using Catalog.Persistence.Tests.Testing;
using Conformance.Access;
using FeatureStore.Ports;

namespace Catalog.Persistence.Tests.FeatureStore;

public sealed class SqliteConsumerStoreTests : ConsumerStoreConformance
{
    private SqliteTestDatabase? _database;

    protected override async ValueTask<IConsumerStore> OpenAsync()
    {
        _database = await SqliteTestDatabase.CreateAsync();
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
