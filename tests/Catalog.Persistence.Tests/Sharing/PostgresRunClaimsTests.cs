using Catalog.Core.Sharing;
using Catalog.Persistence.Tests.Testing;
using Conformance.Sharing;

namespace Catalog.Persistence.Tests.Sharing;

public sealed class PostgresRunClaimsTests : RunClaimsConformance
{
    private PostgresTestDatabase? _database;

    protected override async ValueTask<(ILeases Leases, IRunClaims Claims)> OpenAsync()
    {
        _database = await PostgresTestDatabase.CreateAsync();
        return (_database.Get<ILeases>(), _database.Get<IRunClaims>());
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
