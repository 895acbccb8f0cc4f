using Catalog.Persistence.Tests.Testing;
using Conformance.Proof;
using FeatureStore.Ports;

namespace Catalog.Persistence.Tests.FeatureStore;

public sealed class SqliteOneSidedKeysTests : OneSidedKeysConformance
{
    private SqliteTestDatabase? _database;

    protected override async ValueTask<IOneSidedKeys> OpenAsync()
    {
        _database = await SqliteTestDatabase.CreateAsync();
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
