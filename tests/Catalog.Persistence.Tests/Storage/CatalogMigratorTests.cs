using System.Diagnostics;
using Catalog.Core.Errors;
using Catalog.Persistence.Lineage;
using Catalog.Persistence.Lineage.Sqlite;
using Catalog.Persistence.Storage;
using Catalog.Persistence.Tests.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Catalog.Persistence.Tests.Storage;

public sealed class CatalogMigratorTests
{
    [Theory]
    [InlineData(PersistenceKind.Sqlite)]
    [InlineData(PersistenceKind.Postgres)]
    public async Task MigrateAsync_EmptyDatabase_LogsNoErrors(PersistenceKind kind)
    {
        await using TestDatabase database = kind == PersistenceKind.Sqlite ? await SqliteTestDatabase.CreateAsync() : await PostgresTestDatabase.CreateAsync();

        Assert.Empty(database.Log.Lines);
    }

    [Fact]
    public async Task MigrateAsync_NewerDatabase_NamesTheChangeAndTheSetting()
    {
        await using var database = await SqliteTestDatabase.CreateAsync();
        await SqliteTestDatabase.ExecuteAsync(database.File, "INSERT INTO lineage_migrations VALUES ('29991231000000_FromTheFuture', '99.0'); PRAGMA user_version = 99");

        var exception = await Assert.ThrowsAsync<PersistenceException>(database.OpenAnotherAsync);

        Assert.Equal("database-newer", exception.Code);
        Assert.Equal(ErrorCategory.Conflict, exception.Category);
        Assert.Contains("'29991231000000_FromTheFuture'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Catalog:Persistence:ConnectionString", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MigrateAsync_DatabaseOfAnotherBuild_IsLookedAtAndMarkedAnew()
    {
        await using var database = await SqliteTestDatabase.CreateAsync();
        await SqliteTestDatabase.ExecuteAsync(database.File, "DELETE FROM featurestore_migrations; PRAGMA user_version = 99");

        // The tables that are there already stand in the way: so it was looked at.
        await Assert.ThrowsAsync<PersistenceException>(database.OpenAnotherAsync);
    }

    [Fact]
    public async Task MigrateAsync_SameBuildAgain_AsksNoHistory()
    {
        await using var database = await SqliteTestDatabase.CreateAsync();
        await SqliteTestDatabase.ExecuteAsync(database.File, "DELETE FROM featurestore_migrations");

        await using var opened = await database.OpenAnotherAsync();

        Assert.NotNull(opened);
    }

    [Fact]
    public async Task MigrateAsync_LockLeftByDeadProcess_GoesOn()
    {
        await using var database = await SqliteTestDatabase.CreateAsync();
        var folder = Directory.CreateDirectory(Path.Combine(database.Folder, "died")).FullName;
        await SqliteTestDatabase.ExecuteAsync(
            Path.Combine(folder, PersistenceOptions.SqliteFileName),
            "CREATE TABLE __EFMigrationsLock (Id INTEGER NOT NULL PRIMARY KEY, Timestamp TEXT NOT NULL);" +
            "INSERT INTO __EFMigrationsLock VALUES (1, '2020-01-01');");

        await using var services = await TestDatabase.OpenAsync(new Dictionary<string, string?> { ["Catalog:DataDirectory"] = folder });

        Assert.NotNull(services.GetService<ICatalogMigrator>());
    }

    [Fact]
    public async Task CreateDbContext_SqliteModelBuiltAhead_IsTheOneUsed()
    {
        await using var database = await SqliteTestDatabase.CreateAsync();
        await using var used = database.Get<IDbContextFactory<LineageDbContext>>().CreateDbContext();

        Assert.Same(ContextModel<SqliteLineageDbContext>.Value, used.Model);
    }

    [Fact]
    public async Task MigrateAsync_SeveralAtOnce_AllSucceed()
    {
        await using var database = await SqliteTestDatabase.CreateAsync();
        var settings = new Dictionary<string, string?> { ["Catalog:DataDirectory"] = Path.Combine(database.Folder, "fresh") };

        var opened = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => TestDatabase.OpenAsync(settings))));

        foreach (var services in opened)
        {
            await services.DisposeAsync();
        }
    }

    [Fact]
    public async Task MigrateAsync_FileThatIsNoDatabase_ReportsDamage()
    {
        await using var database = await SqliteTestDatabase.CreateAsync();
        var settings = new Dictionary<string, string?> { ["Catalog:DataDirectory"] = Path.Combine(database.Folder, "other") };
        Directory.CreateDirectory(Path.Combine(database.Folder, "other"));
        await File.WriteAllTextAsync(
            Path.Combine(database.Folder, "other", "catalog.db"), new string('x', 5000), TestContext.Current.CancellationToken);

        var exception = await Assert.ThrowsAsync<PersistenceException>(() => TestDatabase.OpenAsync(settings));

        Assert.Equal(PersistenceErrorCode.DatabaseDamaged, exception.ErrorCode);
    }

    [Fact]
    public async Task MigrateAsync_Listened_WritesOneSpanForEachModule()
    {
        var modules = new List<string?>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Catalog.Persistence",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                lock (modules)
                {
                    modules.Add(activity.GetTagItem("catalog.module") as string);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);

        await using var database = await SqliteTestDatabase.CreateAsync();

        Assert.Contains("lineage", modules);
    }
}
