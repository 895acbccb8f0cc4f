using Catalog.Persistence.Tests.Testing;
using Conformance.Ingestion;
using Ingestion.Ports;

namespace Catalog.Persistence.Tests.Ingestion;

public sealed class SqlitePumpReportsTests : PumpReportsConformance
{
    private SqliteTestDatabase? _database;

    protected override async ValueTask<IPumpReports> OpenAsync()
    {
        _database = await SqliteTestDatabase.CreateAsync();
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
