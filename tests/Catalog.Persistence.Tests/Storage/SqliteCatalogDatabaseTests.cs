using Catalog.Persistence.Lineage;
using Catalog.Persistence.Tests.Testing;
using Microsoft.Data.Sqlite;

namespace Catalog.Persistence.Tests.Storage;

public sealed class SqliteCatalogDatabaseTests : CatalogDatabaseConformance
{
    [Fact]
    public async Task WriteAsync_OtherProcessHoldsTheFile_ReportsBusyAfterTheTimeout()
    {
        await using var database = await SqliteTestDatabase.CreateAsync();
        var settings = new Dictionary<string, string?>(database.Settings) { ["Catalog:Persistence:BusyTimeout"] = "00:00:01" };
        await using var services = await TestDatabase.OpenAsync(settings);
        await using var other = new SqliteConnection($"Data Source={database.File};Pooling=False");
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);

        var exception = await Assert.ThrowsAsync<PersistenceException>(() => services.GetDatabase<LineageDbContext>()
            .WriteAsync((_, _) => Task.CompletedTask, TestContext.Current.CancellationToken));

        Assert.Equal(PersistenceErrorCode.DatabaseBusy, exception.ErrorCode);
        Assert.True(exception.IsTransient);
        Assert.Contains("Catalog:Persistence:BusyTimeout", exception.Message, StringComparison.Ordinal);
    }

    internal override async Task<TestDatabase> CreateAsync() => await SqliteTestDatabase.CreateAsync();
}
