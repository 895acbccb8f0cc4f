using Catalog.Persistence.Tests.Testing;
using Conformance.Ingestion;
using Ingestion.Ports;

namespace Catalog.Persistence.Tests.Ingestion;

public sealed class PostgresCheckResultStoreTests : CheckResultStoreConformance
{
    private PostgresTestDatabase? _database;

    protected override async ValueTask<ICheckResultStore> OpenAsync()
    {
        _database = await PostgresTestDatabase.CreateAsync();
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
