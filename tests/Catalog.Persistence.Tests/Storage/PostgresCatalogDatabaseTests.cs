using Catalog.Core.Errors;
using Catalog.Persistence.Tests.Testing;
using Ingestion.Ports;

namespace Catalog.Persistence.Tests.Storage;

public sealed class PostgresCatalogDatabaseTests : CatalogDatabaseConformance
{
    [Fact]
    public async Task ReadAndWrite_DatabaseCutOff_SayThatItMayComeBackAndGoOnOnceItHas()
    {
        await using var database = await PostgresTestDatabase.CreateAsync();
        var (reports, epochs) = (database.Get<IPumpReports>(), database.Get<IPartitionEpochs>());
        await reports.ListAsync(TestContext.Current.CancellationToken);

        var cut = database.CutAsync(TimeSpan.FromSeconds(2));
        var refused = 0;
        while (!cut.IsCompleted)
        {
            refused += await FailsAsync(() => reports.ListAsync(TestContext.Current.CancellationToken)) + await FailsAsync(() => epochs.TakeAsync("sales", 0, "process", TestContext.Current.CancellationToken));
        }

        await cut;
        Assert.True(refused > 1);
        await reports.ListAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task MigrateAsync_SeveralAtOnceIntoAnEmptyDatabase_AllSucceed()
    {
        for (var round = 0; round < 3; round++)
        {
            await using var database = PostgresDatabase.Require();
            await database.MakeAsync();
            var settings = new Dictionary<string, string?> { ["Catalog:Persistence:Kind"] = "Postgres", ["Catalog:Persistence:ConnectionString"] = database.ConnectionString };

            var opened = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => TestDatabase.OpenAsync(settings))));

            foreach (var services in opened)
            {
                await services.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task ReadAndWrite_TextWithNul_SayThatTheCallerIsWrong()
    {
        await using var database = await PostgresTestDatabase.CreateAsync();

        var exception = await Assert.ThrowsAsync<PersistenceException>(async () => await database.Get<IPartitionEpochs>().TakeAsync("sal\0es", 0, "process", TestContext.Current.CancellationToken));

        Assert.Equal((PersistenceErrorCode.TextRefused, ErrorCategory.InvalidArgument), (exception.ErrorCode, exception.Category));
    }

    internal override async Task<TestDatabase> CreateAsync() => await PostgresTestDatabase.CreateAsync();

    private static async Task<int> FailsAsync(Func<Task> act)
    {
        try
        {
            await act();
            return 0;
        }
        catch (PersistenceException error)
        {
            Assert.Equal((PersistenceErrorCode.DatabaseUnavailable, true), (error.ErrorCode, error.IsTransient));
            return 1;
        }
    }
}
