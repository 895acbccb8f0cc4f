using Catalog.Persistence.Tests.Testing;
using Conformance.Offline;
using FeatureStore.Ports;

namespace Catalog.Persistence.Tests.FeatureStore;

public sealed class PostgresOfflineManifestTests : OfflineManifestConformance
{
    private PostgresTestDatabase? _database;

    protected override async ValueTask<IOfflineManifest> OpenAsync()
    {
        _database = await PostgresTestDatabase.CreateAsync();
        return _database.Get<IOfflineManifest>();
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
