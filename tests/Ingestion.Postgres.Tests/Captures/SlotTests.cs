using Ingestion.Model;
using Ingestion.Ports;
using Ingestion.Postgres.Tests.Servers;

namespace Ingestion.Postgres.Tests.Captures;

public sealed class SlotTests
{
    private const string Table = "CREATE TABLE item (id int PRIMARY KEY); INSERT INTO item VALUES (1);";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_QuietTableInABusyDatabase_ConfirmsWhatWasWrittenElsewhere()
    {
        var database = await CreateAsync(Table + "CREATE TABLE busy (pad text);");
        await using var captures = database.Open();
        var capture = database.Capture("public.item");
        await using var log = new DurableLog(captures, capture, "id");
        await log.ReadUntilAsync(1);
        await log.ReadAsync();
        var before = await ConfirmedAsync(database, capture);
        await database.RunAsync("INSERT INTO busy SELECT repeat(md5(n::text), 30) FROM generate_series(1, 12000) n");
        while (await ConfirmedAsync(database, capture) - before < 8 << 20)
        {
            await log.ReadAsync();
        }

        Assert.Single(log.Records);
        await log.DieAsync();
        await database.RunAsync("INSERT INTO item VALUES (2)");
        await log.ReadUntilAsync(2);
        Assert.NotNull(log.Figures.Lsn);
    }

    [Fact]
    public async Task Confirm_OnlyWhatIsDurable_SoThatTheServerKeepsTheRest()
    {
        var database = await CreateAsync(Table);
        await using var captures = database.Open();
        var capture = database.Capture("public.item");
        await using var log = new DurableLog(captures, capture, "id");
        await log.ReadUntilAsync(1);
        await database.RunAsync("INSERT INTO item VALUES (2)");
        await log.ReadUntilAsync(2);
        await database.RunAsync("INSERT INTO item VALUES (3)");
        while ((await log.ReadAsync(isWritten: false)).Records.Count == 0)
        {
            // The process dies before it is written.
        }

        await log.DieAsync();
        await log.ReadUntilAsync(3);
        Assert.Equal([1, 2, 3], log.Records.Select(static record => record.GetProperty("after").GetProperty("id").GetInt32()));
    }

    [Fact]
    public async Task Open_SlotThatWasDropped_SaysThatChangesAreMissing()
    {
        var (captures, log, database, capture) = await BeginAsync();
        await database.RunAsync($"SELECT pg_drop_replication_slot('{capture.Slot}')");

        await FailAsync(log, IngestionErrorCode.CaptureLost, "was dropped", "capture.slot");
        await captures.DisposeAsync();
    }

    [Fact]
    public async Task Open_SlotThatSomebodyElseMoved_SaysThatChangesAreMissing()
    {
        var (captures, log, database, capture) = await BeginAsync();
        await database.RunAsync("INSERT INTO item VALUES (7)");
        await database.RunAsync($"SELECT pg_replication_slot_advance('{capture.Slot}', pg_current_wal_lsn())");

        await FailAsync(log, IngestionErrorCode.CaptureLost, "somebody else read it");
        await captures.DisposeAsync();
    }

    [Fact]
    public async Task Open_SlotThatTheServerGaveUp_SaysThatChangesAreMissing()
    {
        await using var server = await PostgresServer.StartAsync("max_slot_wal_keep_size=1MB", "max_wal_size=32MB", "min_wal_size=32MB");
        var database = await server.CreateAsync(Table + "CREATE TABLE busy (pad text);");
        await using var captures = database.Open();
        await using var log = new DurableLog(captures, database.Capture("public.item"), "id");
        await log.ReadUntilAsync(1);
        await log.DieAsync();
        for (var i = 0; i < 4; i++)
        {
            await database.RunAsync("INSERT INTO busy SELECT repeat(md5(n::text), 30) FROM generate_series(1, 20000) n");
            await database.RunAsync("SELECT pg_switch_wal()");
            await database.RunAsync("CHECKPOINT");
        }

        await FailAsync(log, IngestionErrorCode.CaptureLost, "does not keep", "max_slot_wal_keep_size");
    }

    [Fact]
    public async Task Open_SlotThatSomebodyElseReads_SaysSo()
    {
        var (captures, log, database, capture) = await BeginAsync();
        await log.ReadAsync();
        await using var other = new DurableLog(captures, capture, "id");

        await FailAsync(other, IngestionErrorCode.CaptureUnavailable, "is active", "Somebody else reads slot");
        await log.DieAsync();
        await captures.DisposeAsync();
    }

    [Theory]
    [InlineData("CREATE TABLE item (id int);", "public.item", "has no primary key")]
    [InlineData("CREATE TABLE item (id int); ALTER TABLE item REPLICA IDENTITY FULL;", "public.item", "snapshot: never")]
    [InlineData("CREATE TABLE item (id int PRIMARY KEY);", "public.itme", "has no table 'public.itme'")]
    [InlineData("CREATE VIEW item AS SELECT 1 AS id;", "public.item", "is no table")]
    [InlineData("CREATE TABLE item (other int PRIMARY KEY);", "public.item", "has no column 'id'")]
    public async Task Open_TableThatCannotBeCaptured_SaysWhatIsWrongAndMakesNothing(string sql, string table, string reason)
    {
        var database = await CreateAsync(sql);
        await using var captures = database.Open();
        var capture = database.Capture(table);
        await using var log = new DurableLog(captures, capture, "id");

        await FailAsync(log, IngestionErrorCode.CaptureUnavailable, reason);
        Assert.Empty(await database.ListAsync($"SELECT slot_name::text FROM pg_replication_slots WHERE slot_name = '{capture.Slot}' UNION SELECT pubname::text FROM pg_publication", static reader => reader.GetString(0)));
    }

    [Fact]
    public async Task Open_UserWithoutRights_SaysWhichAreMissing()
    {
        var database = await CreateAsync(Table);
        var user = "u" + Guid.NewGuid().ToString("N")[..8];
        await database.RunAsync($"CREATE USER {user}; GRANT SELECT ON item TO {user}");
        await using var captures = database.Open(database.ConnectionString.Replace("Username=catalog", "Username=" + user, StringComparison.Ordinal));
        var capture = database.Capture("public.item");
        await using var log = new DurableLog(captures, capture, "id");
        await FailAsync(log, IngestionErrorCode.CaptureUnavailable, "permission denied", "CREATE PUBLICATION");

        await database.RunAsync($"CREATE PUBLICATION \"{capture.Publication}\" FOR TABLE item");
        await FailAsync(log, IngestionErrorCode.CaptureUnavailable, "REPLICATION");

        await database.RunAsync($"ALTER USER {user} REPLICATION");
        await log.ReadUntilAsync(1);
    }

    [Theory]
    [InlineData("wal_level=replica", "wal_level = logical")]
    [InlineData("max_replication_slots=0", "max_replication_slots")]
    public async Task Open_ServerThatIsNotSetUp_SaysWhichSettingToChange(string setting, string reason)
    {
        await using var server = await PostgresServer.StartAsync(setting);
        var database = await server.CreateAsync(Table);
        await using var captures = database.Open();
        await using var log = new DurableLog(captures, database.Capture("public.item"), "id");

        await FailAsync(log, IngestionErrorCode.CaptureUnavailable, reason);
    }

    [Fact]
    public async Task Drop_SlotAndPublication_AreGoneAndWhatIsLeftIsListed()
    {
        var (captures, log, database, capture) = await BeginAsync();
        Assert.Contains(await captures.ListSlotsAsync(TestDatabase.Connection, Token), slot => slot.Name == capture.Slot && slot is { IsActive: false, RetainedBytes: > 0 });

        await captures.DropAsync(capture, Token);
        await captures.DropAsync(capture, Token);

        Assert.DoesNotContain(await captures.ListSlotsAsync(TestDatabase.Connection, Token), slot => slot.Name == capture.Slot);
        Assert.Equal(0, await database.OneAsync<long>("SELECT count(*) FROM pg_publication"));
        await log.DieAsync();
        await captures.DisposeAsync();
    }

    [Fact]
    public async Task Figures_WhileItReads_TellWhatTheServerKeeps()
    {
        var (captures, log, database, _) = await BeginAsync();
        await database.RunAsync("INSERT INTO item VALUES (2)");
        await log.ReadUntilAsync(2);
        await log.ReadUntilAsync(() => log.Figures.RetainedBytes is not null);

        Assert.Equal(("reserved", false, 1L), (log.Figures.SlotState, log.Figures.IsSnapshot, log.Figures.SnapshotRows));
        Assert.NotNull(log.Figures.CommittedAt);
        await log.DieAsync();
        await captures.DisposeAsync();
    }

    private static async Task<(PostgresCaptures Captures, DurableLog Log, TestDatabase Database, SourceCapture Capture)> BeginAsync()
    {
        var database = await CreateAsync(Table);
        var captures = database.Open();
        var capture = database.Capture("public.item");
        var log = new DurableLog(captures, capture, "id");
        await log.ReadUntilAsync(1);
        await log.DieAsync();
        return (captures, log, database, capture);
    }

    private static async Task FailAsync(DurableLog log, IngestionErrorCode code, params string[] words)
    {
        var error = await Assert.ThrowsAsync<IngestionException>(async () =>
        {
            while (true)
            {
                await log.ReadAsync();
            }
        });
        Assert.Equal(code, error.ErrorCode);
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
        await log.DieAsync();
    }

    private static async Task<long> ConfirmedAsync(TestDatabase database, SourceCapture capture)
        => await database.OneAsync<long>($"SELECT (confirmed_flush_lsn - '0/0')::bigint FROM pg_replication_slots WHERE slot_name = '{capture.Slot}'");

    private static async Task<TestDatabase> CreateAsync(string sql) => await (await PostgresServer.GetAsync()).CreateAsync(sql);
}
