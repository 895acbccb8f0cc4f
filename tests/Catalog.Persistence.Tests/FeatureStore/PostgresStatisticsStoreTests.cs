using Catalog.Persistence.Tests.Testing;
using Conformance.Statistics;
using FeatureStore.Ports;

namespace Catalog.Persistence.Tests.FeatureStore;

public sealed class PostgresStatisticsStoreTests : StatisticsStoreConformance
{
    private PostgresTestDatabase? _database;

    protected override async ValueTask<IStatisticsStore> OpenAsync()
    {
        _database = await PostgresTestDatabase.CreateAsync();
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
