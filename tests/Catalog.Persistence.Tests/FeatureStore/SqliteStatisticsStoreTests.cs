using Catalog.Persistence.Tests.Testing;
using Conformance.Statistics;
using FeatureStore.Ports;

namespace Catalog.Persistence.Tests.FeatureStore;

public sealed class SqliteStatisticsStoreTests : StatisticsStoreConformance
{
    private SqliteTestDatabase? _database;

    protected override async ValueTask<IStatisticsStore> OpenAsync()
    {
        _database = await SqliteTestDatabase.CreateAsync();
        return _database.Get<IStatisticsStore>();
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
