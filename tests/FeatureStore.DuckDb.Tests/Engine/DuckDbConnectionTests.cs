using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Tests.Support;

namespace FeatureStore.DuckDb.Tests.Engine;

public sealed class DuckDbConnectionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void LibraryVersion_OfThePinnedPackage_Is156() => Assert.Equal("v1.5.6", DuckDbDatabase.LibraryVersion);

    [Fact]
    public void Open_ASettingThatIsNotAccepted_NamesIt()
    {
        var exception = Assert.Throws<DuckDbException>(() => DuckDbDatabase.Open(new DuckDbSettings(1 << 30, -1, string.Empty)));

        Assert.Contains("threads", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Execute_InsertOfThreeRows_ReturnsThree()
    {
        using var database = new TestDatabase();
        database.Connection.Execute("CREATE TEMP TABLE t (a BIGINT)", Token);

        var rows = database.Connection.Execute("INSERT INTO t SELECT range FROM range(3)", Token);

        Assert.Equal(3, rows);
    }

    [Fact]
    public void Execute_BrokenSql_SaysWhereItBreaks()
    {
        using var database = new TestDatabase();

        var exception = Assert.Throws<DuckDbException>(() => database.Connection.Execute("SELEC 1", Token));

        Assert.Contains("SELEC", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Query_ErrorInALaterRow_ThrowsInsteadOfEndingEarly()
    {
        using var database = new TestDatabase();
        const string sql = "SELECT CASE WHEN range = 1999999 THEN error('row 1999999 is bad') ELSE range END FROM range(2000000)";

        var exception = Assert.Throws<DuckDbException>(() => Drain(database.Connection, sql, Token));

        Assert.Contains("row 1999999 is bad", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Query_ParametersOfEveryType_ComeBack()
    {
        using var database = new TestDatabase();
        Value[] parameters =
        [
            Value.Of(true), Value.Of(-7), Value.Of(long.MinValue), Value.Of(1.5f), Value.Of(double.NaN), Value.Of("a\0ß'"), Value.Of(new byte[] { 0, 255 }),
            Value.Of(new Instant(-1)), Value.Null,
        ];
        const string sql = "SELECT $1::BOOLEAN, $2::INTEGER, $3::BIGINT, $4::FLOAT, $5::DOUBLE, $6::VARCHAR, $7::BLOB, $8::TIMESTAMPTZ, $9::BIGINT";

        using var reader = database.Connection.Query(sql, Token, parameters);
        Assert.True(reader.ReadChunk(out var chunk));

        Assert.True(chunk[0].GetBool(0));
        Assert.Equal(-7, chunk[1].GetInt64(0));
        Assert.Equal(long.MinValue, chunk[2].GetInt64(0));
        Assert.Equal(1.5f, chunk[3].GetFloat(0));
        Assert.Equal(double.NaN, chunk[4].GetDouble(0));
        Assert.Equal("a\0ß'", chunk[5].GetString(0));
        Assert.Equal([0, 255], chunk[6].GetBytes(0).ToArray());
        Assert.Equal(-1, chunk[7].GetMicroseconds(0));
        Assert.True(chunk[8].IsNull(0));
    }

    [Fact]
    public void Query_AParameterTooMany_Throws()
    {
        using var database = new TestDatabase();

        var exception = Assert.Throws<DuckDbException>(() => database.Connection.Execute("SELECT $1", Token, Value.Of(1), Value.Of(2)));

        Assert.Contains("$2", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Query_TokenAlreadyCancelled_DoesNotStart()
    {
        using var database = new TestDatabase();

        Assert.Throws<OperationCanceledException>(() => database.Connection.Execute("CREATE TEMP TABLE t (a BIGINT)", new CancellationToken(canceled: true)));

        Assert.Equal(0, database.Connection.Execute("SELECT count(*) FROM duckdb_tables()", Token));
    }

    [Fact]
    public async Task Execute_CancelledWhileItRuns_StopsAndTheConnectionGoesOn()
    {
        using var database = new TestDatabase();
        using var source = new CancellationTokenSource();
        const string endless = "SELECT count(*) FROM range(10000000000) a, range(10000000000) b WHERE a.range * b.range % 7 = 8";

        var running = Task.Run(() => database.Connection.Execute(endless, source.Token), Token);
        await source.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => running);
        Assert.Equal(42, database.Connection.Execute("SELECT 42::BIGINT", Token));
    }

    [Fact]
    public void ReadChunk_CancelledBetweenChunks_Throws()
    {
        using var database = new TestDatabase();
        using var source = new CancellationTokenSource();
        using var reader = database.Connection.Query("SELECT range FROM range(100000000)", source.Token);
        Assert.True(reader.ReadChunk(out _));

        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => reader.ReadChunk(out _));
    }

    [Fact]
    public void Query_OrderOfMoreRowsThanMemory_SpillsAndKeepsTheOrder()
    {
        using var database = new TestDatabase(memoryLimitBytes: 64L << 20);
        const string sql = "SELECT hash(range) AS h, range, repeat('x', 40) FROM range(2000000) ORDER BY h";
        using var reader = database.Connection.Query(sql, Token);

        var rows = 0;
        var last = 0UL;
        while (reader.ReadChunk(out var chunk))
        {
            foreach (var hash in chunk[0].Data<ulong>())
            {
                Assert.True(hash >= last);
                last = hash;
            }

            rows += chunk.RowCount;
        }

        Assert.Equal(2_000_000, rows);
    }

    private static void Drain(DuckDbConnection connection, string sql, CancellationToken cancellationToken)
    {
        using var reader = connection.Query(sql, cancellationToken);
        while (reader.ReadChunk(out _))
        {
        }
    }
}
