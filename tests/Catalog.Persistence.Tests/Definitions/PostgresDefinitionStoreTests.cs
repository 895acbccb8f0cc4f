using Catalog.Definitions.Ports;
using Catalog.Persistence.Tests.Testing;
using Conformance.Definitions;

namespace Catalog.Persistence.Tests.Definitions;

public sealed class PostgresDefinitionStoreTests : DefinitionStoreConformance
{
    private PostgresTestDatabase? _database;

    protected override async ValueTask<IDefinitionStore> OpenAsync()
    {
        _database = await PostgresTestDatabase.CreateAsync();
        return _database.Get<IDefinitionStore>();
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
