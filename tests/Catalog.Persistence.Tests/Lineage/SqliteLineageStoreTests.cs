using Catalog.Persistence.Tests.Testing;
using Conformance.Lineage;

namespace Catalog.Persistence.Tests.Lineage;

public sealed class SqliteLineageStoreTests : LineageStoreConformance
{
    protected override async Task<LineageStores> CreateAsync() => new DatabaseLineageStores(await SqliteTestDatabase.CreateAsync());
}
