using Catalog.Persistence.Tests.Testing;
using Conformance.Access;
using FeatureStore.Ports;

namespace Catalog.Persistence.Tests.FeatureStore;

public sealed class SqliteReadCountStoreTests : ReadCountStoreConformance
{
    private SqliteTestDatabase? _database;

    protected override async ValueTask<(IConsumerStore Consumers, IReadCountStore Counts)> OpenAsync()
    {
        _database = await SqliteTestDatabase.CreateAsync();
        return (_database.Get<IConsumerStore>(), _database.Get<IReadCountStore>());
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
