using System.Text.Json;
using Ingestion.Postgres.Tests.Servers;
using Npgsql;

namespace Ingestion.Postgres.Tests.Captures;

/// <summary>
/// Writers write while the table is read for the first time and readers die at every kind of moment. For each key what was captured must be one state of it and then exactly the changes that followed.
/// </summary>
public sealed class SnapshotHistoryTests
{
    // Keys are ordered by a collation that is not that of their bytes. A trigger notes each change of a key in its order, which the lock on the row keeps.
    private const string Setup =
        """
        CREATE TABLE item (id text COLLATE "und-x-icu", part int, v bigint NOT NULL, pad text, PRIMARY KEY (id, part));
        CREATE TABLE history (seq bigserial PRIMARY KEY, key text, v bigint);
        CREATE SEQUENCE version;
        CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND (OLD.id, OLD.part) <> (NEW.id, NEW.part)) THEN INSERT INTO history (key, v) VALUES (OLD.id || '/' || OLD.part, NULL); END IF;
          IF TG_OP <> 'DELETE' THEN INSERT INTO history (key, v) VALUES (NEW.id || '/' || NEW.part, NEW.v); END IF;
          RETURN NULL;
        END $$;
        CREATE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON item FOR EACH ROW EXECUTE FUNCTION note();
        INSERT INTO item SELECT CASE WHEN n % 2 = 0 THEN 'a' ELSE 'B' END || n / 2, n % 3, nextval('version'), repeat('x', 50) FROM generate_series(1, 3000) n;
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Read_WithWritersAndDyingReaders_IsTheHistoryOfEachKey(int seed)
    {
        var database = await (await PostgresServer.GetAsync()).CreateAsync(Setup);
        await using var captures = database.Open();
        await using var log = new DurableLog(captures, database.Capture("public.item"), "id", "part", "v");
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var writers = Enumerable.Range(0, 3).Select(number => WriteAsync(database, seed * 10 + number, stopping.Token)).ToArray();
        var random = new Random(seed);
        await ReadAsync(database, log, random, until: 4_500);
        await stopping.CancelAsync();
        await Task.WhenAll(writers);
        await database.RunAsync("INSERT INTO item VALUES ('end', 0, nextval('version'), '')");
        await ReadAsync(database, log, random, until: null);

        Assert.True(log.Openings > 3, $"Readers died only {log.Openings} times.");
        await CheckAsync(database, log);
    }

    private static async Task ReadAsync(TestDatabase database, DurableLog log, Random random, int? until)
    {
        while (until is { } records ? log.Records.Count < records : !log.Records.Any(static record => record.GetProperty("op").GetString() == "c" && record.GetProperty("after").GetProperty("id").GetString() == "end"))
        {
            try
            {
                var fate = random.Next(20);
                await log.ReadAsync(random.Next(1, 200), isWritten: fate != 0, isConfirmed: fate > 1);
                if (fate == 2)
                {
                    await database.RunAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'catalog' AND datname = current_database() AND pid <> pg_backend_pid()");
                }
                else if (fate <= 1)
                {
                    await log.DieAsync();
                }
            }
            catch (IngestionException error) when (error.ErrorCode == IngestionErrorCode.CaptureUnavailable)
            {
                await log.DieAsync();
            }
        }
    }

    private static async Task WriteAsync(TestDatabase database, int seed, CancellationToken cancellationToken)
    {
        var random = new Random(seed);
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(CancellationToken.None);
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(5, CancellationToken.None);
            await using var transaction = await connection.BeginTransactionAsync(CancellationToken.None);
            var isGood = true;
            for (var change = random.Next(1, 6); isGood && change > 0; change--)
            {
                isGood = await TryAsync(connection, random);
            }

            await (isGood && random.Next(10) > 0 ? transaction.CommitAsync(CancellationToken.None) : transaction.RollbackAsync(CancellationToken.None));
        }
    }

    private static async Task<bool> TryAsync(NpgsqlConnection connection, Random random)
    {
        var n = random.Next(1, 3_200);
        var (id, part) = ((n % 2 == 0 ? "a" : "B") + n / 2, n % 3);
        var where = $"id = '{id}' AND part = {part}";
        var sql = random.Next(10) switch
        {
            < 3 => $"INSERT INTO item VALUES ('{id}', {part}, nextval('version'), 'new') ON CONFLICT (id, part) DO UPDATE SET v = excluded.v",
            < 7 => $"UPDATE item SET v = nextval('version') WHERE {where}",
            < 9 => $"DELETE FROM item WHERE {where}",
            _ => $"UPDATE item SET part = {random.Next(3)}, v = nextval('version') WHERE {where}",
        };
        try
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(CancellationToken.None);
            return true;
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.UniqueViolation)
        {
            return false;
        }
    }

    private static async Task CheckAsync(TestDatabase database, DurableLog log)
    {
        var history = (await database.ListAsync("SELECT key, v FROM history ORDER BY seq", static reader => (Key: reader.GetString(0), Value: reader.IsDBNull(1) ? (long?)null : reader.GetInt64(1))))
            .GroupBy(static item => item.Key).ToDictionary(static group => group.Key, static group => group.Select(static item => item.Value).ToList());
        var captured = log.Records.Select(static record => (Op: record.GetProperty("op").GetString()!, Row: RowOf(record)))
            .GroupBy(static item => KeyOf(item.Row)).ToDictionary(static group => group.Key, static group => group.Select(static item => (item.Op, Value: item.Op == "d" ? (long?)null : item.Row.GetProperty("v").GetInt64())).ToList());
        Assert.Empty(captured.Keys.Except(history.Keys));
        foreach (var (key, changes) in history)
        {
            var mine = captured.GetValueOrDefault(key, []);
            var isSnapshot = mine is [("r", _), ..];
            Assert.DoesNotContain("r", mine.Skip(isSnapshot ? 1 : 0).Select(static item => item.Op));
            var seen = isSnapshot ? changes.IndexOf(mine[0].Value) + 1 : changes.Count - mine.Count;
            Assert.True(isSnapshot ? seen > 0 : seen == 0 || changes[seen - 1] is null, $"{key}: what was there before {string.Join(", ", mine)} of {string.Join(", ", changes)}.");
            Assert.True(
                changes.Skip(seen).SequenceEqual(mine.Skip(isSnapshot ? 1 : 0).Select(static item => item.Value)),
                $"{key}: {string.Join(", ", log.Records.Where(record => KeyOf(RowOf(record)) == key).Select(static record => record.GetRawText()))} in place of {string.Join(", ", changes)}.");
        }
    }

    private static JsonElement RowOf(JsonElement record) => record.GetProperty(record.GetProperty("op").GetString() == "d" ? "before" : "after");

    private static string KeyOf(JsonElement row) => $"{row.GetProperty("id").GetString()}/{row.GetProperty("part").GetInt32()}";
}
