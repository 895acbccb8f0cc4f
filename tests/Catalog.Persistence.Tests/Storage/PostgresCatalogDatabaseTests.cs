using Catalog.Persistence.Tests.Testing;

namespace Catalog.Persistence.Tests.Storage;

public sealed class PostgresCatalogDatabaseTests : CatalogDatabaseConformance
{
    internal override async Task<TestDatabase> CreateAsync() => await PostgresTestDatabase.CreateAsync();
}
