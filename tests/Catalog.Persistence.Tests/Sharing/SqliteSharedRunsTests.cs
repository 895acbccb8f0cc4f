using Catalog.Persistence.Tests.Testing;

namespace Catalog.Persistence.Tests.Sharing;

public sealed class SqliteSharedRunsTests : SharedRuns
{
    private protected override async ValueTask<TestDatabase> OpenAsync() => await SqliteTestDatabase.CreateAsync();
}
