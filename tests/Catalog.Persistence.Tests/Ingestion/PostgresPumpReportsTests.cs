using Catalog.Persistence.Tests.Testing;
using Conformance.Ingestion;
using Ingestion.Ports;

namespace Catalog.Persistence.Tests.Ingestion;

public sealed class PostgresPumpReportsTests : PumpReportsConformance
{
    private PostgresTestDatabase? _database;

    protected override async ValueTask<IPumpReports> OpenAsync()
    {
        _database = await PostgresTestDatabase.CreateAsync();
        return _database.Get<IPumpReports>();
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
