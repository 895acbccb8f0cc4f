using Catalog.Persistence.Tests.Testing;

namespace Catalog.Persistence.Tests.Sharing;

public sealed class PostgresSharedRunsTests : SharedRuns
{
    private protected override async ValueTask<TestDatabase> OpenAsync() => await PostgresTestDatabase.CreateAsync();
}
