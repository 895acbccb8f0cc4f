using Catalog.Persistence.Tests.Testing;
using Conformance.Proof;
using FeatureStore.Ports;

namespace Catalog.Persistence.Tests.FeatureStore;

public sealed class PostgresOneSidedKeysTests : OneSidedKeysConformance
{
    private PostgresTestDatabase? _database;

    protected override async ValueTask<IOneSidedKeys> OpenAsync()
    {
        _database = await PostgresTestDatabase.CreateAsync();
        return _database.Get<IOneSidedKeys>();
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
