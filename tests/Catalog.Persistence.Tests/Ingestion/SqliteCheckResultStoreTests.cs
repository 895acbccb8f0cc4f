using Catalog.Persistence.Tests.Testing;
using Conformance.Ingestion;
using Ingestion.Ports;

namespace Catalog.Persistence.Tests.Ingestion;

public sealed class SqliteCheckResultStoreTests : CheckResultStoreConformance
{
    private SqliteTestDatabase? _database;

    protected override async ValueTask<ICheckResultStore> OpenAsync()
    {
        _database = await SqliteTestDatabase.CreateAsync();
        return _database.Get<ICheckResultStore>();
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
