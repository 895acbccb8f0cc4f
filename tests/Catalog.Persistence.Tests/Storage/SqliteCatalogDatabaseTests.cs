using Catalog.Persistence.Tests.Testing;

namespace Catalog.Persistence.Tests.Storage;

public sealed class SqliteCatalogDatabaseTests : CatalogDatabaseConformance
{
    internal override async Task<TestDatabase> CreateAsync() => await SqliteTestDatabase.CreateAsync();
}
