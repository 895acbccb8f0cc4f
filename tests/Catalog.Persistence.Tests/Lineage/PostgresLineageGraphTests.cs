using Catalog.Persistence.Tests.Testing;
using Conformance.Lineage;

namespace Catalog.Persistence.Tests.Lineage;

public sealed class PostgresLineageGraphTests : LineageGraphConformance
{
    protected override async Task<LineageStores> CreateAsync() => new DatabaseLineageStores(await PostgresTestDatabase.CreateAsync());
}
