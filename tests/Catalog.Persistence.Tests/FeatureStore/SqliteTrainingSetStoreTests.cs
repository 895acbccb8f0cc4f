using Catalog.Persistence.Tests.Testing;
using Conformance.TrainingSets;
using FeatureStore.Ports;

namespace Catalog.Persistence.Tests.FeatureStore;

public sealed class SqliteTrainingSetStoreTests : TrainingSetStoreConformance
{
    private SqliteTestDatabase? _database;

    protected override async ValueTask<ITrainingSetStore> OpenAsync()
    {
        _database = await SqliteTestDatabase.CreateAsync();
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
