using Catalog.Persistence.Lineage;
using Catalog.Persistence.Sqlite;
using Catalog.Persistence.Tests.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

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

    /// <summary>The pool gives one connection to two, where one is taken while another is taken or given back.</summary>
    [Fact]
    public async Task ReadAsync_AnotherConnectionIsBeingTaken_WaitsToTakeItsOwnAndToGiveItBack()
    {
        await using var database = await SqliteTestDatabase.CreateAsync();
        var (read, close) = (new TaskCompletionSource(), new TaskCompletionSource());

        var others = Hold();
        var reading = Task.Run(() => database.Services.GetDatabase<LineageDbContext>().ReadAsync(
            async (context, token) =>
            {
                await context.Database.OpenConnectionAsync(token);
                read.SetResult();
                await close.Task;
                await context.Database.CloseConnectionAsync();
                return true;
            },
            TestContext.Current.CancellationToken));
        Assert.NotSame(read.Task, await Task.WhenAny(read.Task, Task.Delay(300, TestContext.Current.CancellationToken)));
        others.Set();
        await read.Task;

        others = Hold();
        close.SetResult();
        Assert.NotSame(reading, await Task.WhenAny(reading, Task.Delay(300, TestContext.Current.CancellationToken)));
        others.Set();
        Assert.True(await reading);

        static ManualResetEventSlim Hold()
        {
            var (held, ended) = (new ManualResetEventSlim(), new ManualResetEventSlim());
            new Thread(() =>
            {
                lock (SqliteConnectionSetup.Gate)
                {
                    held.Set();
                    ended.Wait();
                }
            }).Start();
            held.Wait();
            return ended;
        }
    }

    [Fact]
    public async Task ReadAsync_ConnectionHasAStatementLeft_ReadsOnAnother()
    {
        await using var database = await SqliteTestDatabase.CreateAsync();
        var reads = 0;

        var count = await database.Services.GetDatabase<LineageDbContext>().ReadAsync(
            async (context, token) =>
            {
                await context.Database.OpenConnectionAsync(token);
                using var left = reads++ == 0 ? Begin(context) : null;
                await context.Database.CloseConnectionAsync();
                return await context.Events.CountAsync(token);
            },
            TestContext.Current.CancellationToken);

        Assert.Equal((0, 2), (count, reads));
    }

    [Fact]
    public async Task WriteAsync_ConnectionHasAStatementLeft_WritesOnce()
    {
        await using var database = await SqliteTestDatabase.CreateAsync();
        var store = database.Services.GetDatabase<LineageDbContext>();
        var left = new List<sqlite3_stmt>();

        var written = await store.WriteAsync(
            (context, _) =>
            {
                left.Add(Begin(context));
                return Task.FromResult(left.Count);
            },
            TestContext.Current.CancellationToken);

        Assert.Equal(1, written);
        Assert.Single(left).Dispose();
    }

    /// <summary>A statement that has begun to answer, as one that the garbage collector has still to close.</summary>
    private static sqlite3_stmt Begin(DbContext context)
    {
        var connection = (SqliteConnection)context.Database.GetDbConnection();
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_prepare_v2(connection.Handle, "SELECT 1 UNION ALL SELECT 2", out var statement));
        Assert.Equal(raw.SQLITE_ROW, raw.sqlite3_step(statement));
        return statement;
    }

    internal override async Task<TestDatabase> CreateAsync() => await SqliteTestDatabase.CreateAsync();
}
