using Catalog.Persistence.Tests.Testing;
using Conformance.Ingestion;
using Ingestion.Ports;

namespace Catalog.Persistence.Tests.Ingestion;

public sealed class SqlitePartitionEpochsTests : PartitionEpochsConformance
{
    private SqliteTestDatabase? _database;

    protected override async ValueTask<IPartitionEpochs> OpenAsync()
    {
        _database = await SqliteTestDatabase.CreateAsync();
        return _database.Get<IPartitionEpochs>();
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
