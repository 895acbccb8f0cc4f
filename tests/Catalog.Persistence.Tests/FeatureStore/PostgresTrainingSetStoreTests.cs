using Catalog.Persistence.Tests.Testing;
using Conformance.TrainingSets;
using FeatureStore.Ports;

namespace Catalog.Persistence.Tests.FeatureStore;

public sealed class PostgresTrainingSetStoreTests : TrainingSetStoreConformance
{
    private PostgresTestDatabase? _database;

    protected override async ValueTask<ITrainingSetStore> OpenAsync()
    {
        _database = await PostgresTestDatabase.CreateAsync();
        return _database.Get<ITrainingSetStore>();
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
