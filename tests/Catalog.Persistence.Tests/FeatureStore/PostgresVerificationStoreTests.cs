using Catalog.Persistence.Tests.Testing;
using Conformance.Proof;
using FeatureStore.Ports;

namespace Catalog.Persistence.Tests.FeatureStore;

public sealed class PostgresVerificationStoreTests : VerificationStoreConformance
{
    private PostgresTestDatabase? _database;

    protected override async ValueTask<IVerificationStore> OpenAsync()
    {
        _database = await PostgresTestDatabase.CreateAsync();
        return _database.Get<IVerificationStore>();
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
