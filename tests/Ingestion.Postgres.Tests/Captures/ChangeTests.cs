using System.Globalization;
using System.Text.Json;
using Ingestion.Model;
using Ingestion.Postgres.Tests.Servers;

namespace Ingestion.Postgres.Tests.Captures;

public sealed class ChangeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_ChangesOfAllKinds_TellRowsKeysAndMoments()
    {
        var database = await CreateAsync("CREATE TABLE item (id int PRIMARY KEY, name text NOT NULL, n int); INSERT INTO item VALUES (1, 'one', 1);");
        await using var captures = database.Open();
        await using var log = new DurableLog(captures, database.Capture("public.item"), "id", "name");
        await log.ReadUntilAsync(1);
        await database.RunAsync("INSERT INTO item VALUES (2, 'two', NULL); UPDATE item SET n = 7 WHERE id = 1; UPDATE item SET id = 3 WHERE id = 2; DELETE FROM item WHERE id = 3; TRUNCATE item");
        await log.ReadUntilAsync(7);

        Assert.Equal(
            [
                """r null {"id":1,"name":"one","n":1}""",
                """c null {"id":2,"name":"two","n":null}""",
                """u null {"id":1,"name":"one","n":7}""",
                """d {"id":2} null""",
                """c null {"id":3,"name":"two","n":null}""",
                """d {"id":3} null""",
                """t null null""",
            ],
            log.Records.Select(Text));
        var xid = log.Records[1].GetProperty("source").GetProperty("txId").GetInt64();
        Assert.All(log.Records.Skip(1), record => Assert.Equal(xid, record.GetProperty("source").GetProperty("txId").GetInt64()));
        Assert.False(log.Records[0].GetProperty("source").TryGetProperty("lsn", out _));
    }

    [Fact]
    public async Task Read_IdentityFull_TellsOldRowsAndLargeValuesThatWereNotChanged()
    {
        var database = await CreateAsync(
            "CREATE TABLE note (id int PRIMARY KEY, title text, body text); ALTER TABLE note ALTER body SET STORAGE EXTERNAL; ALTER TABLE note REPLICA IDENTITY FULL; INSERT INTO note VALUES (1, 'a', repeat('x', 5000));");
        await using var captures = database.Open();
        await using var log = new DurableLog(captures, database.Capture("public.note"), "id");
        await log.ReadUntilAsync(1);
        await database.RunAsync("UPDATE note SET title = 'b'; UPDATE note SET id = 2; DELETE FROM note");
        await log.ReadUntilAsync(5);

        Assert.Equal(["r", "u", "d", "c", "d"], log.Records.Select(static record => record.GetProperty("op").GetString()));
        Assert.Equal(["body"], log.Records[1].GetProperty("unchanged").EnumerateArray().Select(static name => name.GetString()));
        Assert.Equal(5_000, log.Records[1].GetProperty("before").GetProperty("body").GetString()!.Length);
        Assert.Equal("b", log.Records[2].GetProperty("before").GetProperty("title").GetString());
        Assert.Equal(5_000, log.Records[3].GetProperty("after").GetProperty("body").GetString()!.Length);
        Assert.Equal(5_000, log.Records[4].GetProperty("before").GetProperty("body").GetString()!.Length);
        Assert.All(log.Records, static record => Assert.Equal(["id"], record.GetProperty("key").EnumerateArray().Select(static name => name.GetString())));
    }

    [Fact]
    public async Task Read_IdentityDefault_NamesLargeValuesThatWereNotToldAndWarns()
    {
        var database = await CreateAsync("CREATE TABLE note (id int PRIMARY KEY, title text, body text); ALTER TABLE note ALTER body SET STORAGE EXTERNAL; INSERT INTO note VALUES (1, 'a', repeat('x', 5000));");
        await using var captures = database.Open();
        await using var log = new DurableLog(captures, database.Capture("public.note"), "id");
        await log.ReadUntilAsync(1);
        await database.RunAsync("UPDATE note SET title = 'b'");
        await log.ReadUntilAsync(2);

        Assert.Equal(["body"], log.Records[1].GetProperty("unchanged").EnumerateArray().Select(static name => name.GetString()));
        Assert.False(log.Records[1].GetProperty("after").TryGetProperty("body", out _));
        Assert.Contains("REPLICA IDENTITY FULL", log.Figures.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_TableThatIsAltered_TellsTheColumnsOfEachChange()
    {
        var database = await CreateAsync("CREATE TABLE item (id int PRIMARY KEY, name text, n int);");
        await using var captures = database.Open();
        await using var log = new DurableLog(captures, database.Capture("public.item"), "id");
        await log.ReadAsync();
        await database.RunAsync(
            """
            INSERT INTO item VALUES (1, 'a', 1);
            ALTER TABLE item ADD at timestamptz DEFAULT '2026-01-02 03:04:05.6+02', ALTER n TYPE numeric(10,2), DROP name; INSERT INTO item (id, n) VALUES (2, 1.5);
            ALTER TABLE item RENAME n TO amount; ALTER TABLE item ALTER amount TYPE bytea USING '\x01ff'; INSERT INTO item (id, amount) VALUES (3, '\x00')
            """);
        await log.ReadUntilAsync(3);

        Assert.Equal(
            ["""{"id":1,"name":"a","n":1}""", """{"id":2,"n":1.50,"at":"2026-01-02T01:04:05.6Z"}""", """{"id":3,"amount":"AA==","at":"2026-01-02T01:04:05.6Z"}"""],
            log.Records.Select(static record => record.GetProperty("after").GetRawText()));
    }

    [Fact]
    public async Task Read_ValuesOfAllTypes_AreWrittenAlikeBySnapshotAndChanges()
    {
        var database = await CreateAsync(
            """
            CREATE TYPE mood AS ENUM ('good', 'bad'); CREATE DOMAIN positive AS int CHECK (VALUE > 0); CREATE DOMAIN many AS positive[];
            CREATE TABLE v (id int PRIMARY KEY, b bool, r real, d double precision, num numeric, m money, c char(5), day date, t time, ts timestamp, tz timestamptz, bin bytea, u uuid, j jsonb, e mood, p positive,
              ints int[], texts text[], bools bool[], grid int[], stamps timestamptz[], ps many, i interval);
            INSERT INTO v VALUES (1, true, 1.5, 1e308, 12345678901234567890.12, '-$1,234.56', 'ab', '2016-02-29', '23:59:59.999999', '2016-02-29 01:16:00.123456', '2016-02-29 01:16:00+02', '\xdead', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
              '{"a": 1.10}', 'bad', 7, '{1,NULL,3}', '{"a","b,c","NULL",NULL,"with \"quote\" \\"}', '{t,f}', '[0:1][0:0]={{1},{2}}', '{"2016-02-29 01:16:00+00"}', '{5}', '1 day 02:00');
            INSERT INTO v (id, r, d, num, day, ts, tz) VALUES (2, 'NaN', 'Infinity', 'NaN', 'infinity', '0044-03-15 12:00:00 BC', '-infinity');
            """);
        await using var captures = database.Open();
        await using var log = new DurableLog(captures, database.Capture("public.v"), "id");
        await log.ReadUntilAsync(2);
        await database.RunAsync("UPDATE v SET id = id + 10");
        await log.ReadUntilAsync(6);

        var rows = log.Records.Where(static record => record.GetProperty("op").GetString() != "d").Select(static record => record.GetProperty("after").GetRawText()).ToArray();
        Assert.Equal(
            """{"id":1,"b":true,"r":1.5,"d":1e+308,"num":12345678901234567890.12,"m":-1234.56,"c":"ab   ","day":"2016-02-29","t":"23:59:59.999999","ts":"2016-02-29T01:16:00.123456","tz":"2016-02-28T23:16:00Z","bin":"3q0=","u":"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11","j":"{\"a\": 1.10}","e":"bad","p":7,"ints":[1,null,3],"texts":["a","b,c","NULL",null,"with \"quote\" \\"],"bools":[true,false],"grid":[[1],[2]],"stamps":["2016-02-29T01:16:00Z"],"ps":[5],"i":"1 day 02:00:00"}""",
            rows[0]);
        Assert.StartsWith("""{"id":2,"b":null,"r":"NaN","d":"Infinity","num":"NaN","m":null,"c":null,"day":"infinity","t":null,"ts":"0044-03-15 12:00:00 BC","tz":"-infinity","bin":null""", rows[1], StringComparison.Ordinal);
        Assert.Equal(rows.Take(2).Select(static row => row[8..]), rows.Skip(2).Select(static row => row[9..]));
    }

    [Fact]
    public async Task Read_LargeTransactionWithReadersThatDie_ComesOnceAndInBatches()
    {
        const int Rows = 60_000;
        var database = await CreateAsync("CREATE TABLE item (id int PRIMARY KEY, pad text);");
        await using var captures = database.Open();
        await using var log = new DurableLog(captures, database.Capture("public.item"), "id");
        await log.ReadAsync();
        await database.RunAsync(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO item SELECT n, repeat('x', 200) FROM generate_series(1, {Rows}) n"));
        while (log.Records.Count < Rows)
        {
            Assert.InRange((await log.ReadAsync(1_000)).Records.Count, 0, 1_000);
            if (log.Records.Count / 20_000 >= log.Openings)
            {
                await log.DieAsync();
            }
        }

        await log.ReadAsync();
        Assert.InRange(log.Openings, 3, 4);
        Assert.Equal(Enumerable.Range(1, Rows), log.Records.Select(static record => record.GetProperty("after").GetProperty("id").GetInt32()));
    }

    [Fact]
    public async Task Read_ServerThatCrashesAndComesBack_GoesOnWithoutARepeatOrAGap()
    {
        await using var server = await PostgresServer.StartAsync();
        var database = await server.CreateAsync("CREATE TABLE item (id int PRIMARY KEY); INSERT INTO item SELECT generate_series(1, 500);");
        await using var captures = database.Open();
        await using var log = new DurableLog(captures, database.Capture("public.item"), "id");
        await log.ReadAsync(100);
        await CrashAsync(server, log);
        await log.ReadAgainUntilAsync(300);
        await database.RunAsync("INSERT INTO item SELECT generate_series(501, 600)");
        await log.ReadUntilAsync(550);
        await CrashAsync(server, log);
        await database.RunAsync("INSERT INTO item SELECT generate_series(601, 700)");
        await log.ReadAgainUntilAsync(700);

        Assert.Equal(Enumerable.Range(1, 700), log.Records.Select(static record => record.GetProperty("after").GetProperty("id").GetInt32()));
    }

    [Fact]
    public async Task Read_TableOfPartitions_IsOneTable()
    {
        var database = await CreateAsync(
            "CREATE TABLE part (id int, day date, PRIMARY KEY (id, day)) PARTITION BY RANGE (day); CREATE TABLE part_a PARTITION OF part FOR VALUES FROM ('2026-01-01') TO ('2026-02-01'); CREATE TABLE part_b PARTITION OF part FOR VALUES FROM ('2026-02-01') TO ('2026-03-01'); INSERT INTO part VALUES (1, '2026-01-05'), (2, '2026-02-05');");
        await using var captures = database.Open();
        await using var log = new DurableLog(captures, database.Capture("public.part"), "id");
        await log.ReadUntilAsync(2);
        await database.RunAsync("INSERT INTO part VALUES (3, '2026-02-06')");
        await log.ReadUntilAsync(3);

        Assert.Equal([1, 2, 3], log.Records.Select(static record => record.GetProperty("after").GetProperty("id").GetInt32()));
        Assert.Equal("part", log.Records[2].GetProperty("source").GetProperty("table").GetString());
    }

    [Fact]
    public async Task Read_SnapshotNever_TakesChangesOfATableWithoutAKeyToo()
    {
        var database = await CreateAsync("CREATE TABLE loose (a int, b text); ALTER TABLE loose REPLICA IDENTITY FULL; INSERT INTO loose VALUES (1, 'old');");
        await using var captures = database.Open();
        await using var log = new DurableLog(captures, database.Capture("public.loose", CaptureSnapshot.Never), "a");
        await log.ReadAsync();
        await database.RunAsync("INSERT INTO loose VALUES (2, 'new'); DELETE FROM loose WHERE a = 1");
        await log.ReadUntilAsync(2);

        Assert.Equal(["""c null {"a":2,"b":"new"}""", """d {"a":1,"b":"old"} null"""], log.Records.Select(Text));
        Assert.Null(log.Raw[1].Key);
    }

    private static async Task<TestDatabase> CreateAsync(string sql) => await (await PostgresServer.GetAsync()).CreateAsync(sql);

    private static async Task CrashAsync(PostgresServer server, DurableLog log)
    {
        await server.StopAsync("immediate");
        var error = await Assert.ThrowsAsync<IngestionException>(async () =>
        {
            while (true)
            {
                await log.ReadAsync();
            }
        });
        Assert.Equal(IngestionErrorCode.CaptureUnavailable, error.ErrorCode);
        await log.DieAsync();
        await server.StartAgainAsync();
    }

    private static string Text(JsonElement record) => $"{record.GetProperty("op").GetString()} {record.GetProperty("before").GetRawText()} {record.GetProperty("after").GetRawText()}";
}
