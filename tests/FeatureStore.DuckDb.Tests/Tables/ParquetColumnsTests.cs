using System.Globalization;
using System.IO.Pipelines;
using Catalog.Core.Arrow;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.DuckDb.Tests.Training;
using FeatureStore.Model;
using FeatureStore.Rows;

namespace FeatureStore.DuckDb.Tests.Tables;

/// <summary>Arrow streams of Parquet files, compared with what pyarrow reads from the files themselves.</summary>
public sealed class ParquetColumnsTests
{
    private static readonly int[] Counts = [0, 1, 7, 8, 9, 63, 64, 65, 2_047, 2_048, 2_049];

    private static readonly (string Name, Func<int, int, bool> IsNull)[] Nulls =
    [
        ("none", static (_, _) => false),
        ("all", static (_, _) => true),
        ("first", static (row, _) => row == 0),
        ("last", static (row, count) => row == count - 1),
        ("odd", static (row, _) => row % 2 == 1),
        ("late", static (row, count) => row > count / 2),
    ];

    [Fact]
    public async Task WriteAsync_EveryTypeNullsAndCount_IsWhatPyarrowReadsFromTheFile()
    {
        using var store = new TestStore();
        var random = new Random(20_261_129);
        foreach (var (name, isNull) in Nulls)
        {
            foreach (var count in Counts.Where(static count => count < 2_000))
            {
                await WriteAsync(store, $"{name}-{count}", RandomValues.Types, Enumerable.Range(0, count).Select(row => RandomValues.Types.Select(
                    type => isNull(row, count) ? Value.Null : NotNull(random, type)).ToArray()));
            }
        }

        var compared = await Pyarrow.CompareAsync(store.Directory.Path);

        Assert.Equal(Nulls.Length * 8, compared.Count);
        Assert.All(compared, static pair => Assert.Equal(pair.Key.Split('-')[1], pair.Value.Rows.ToString(CultureInfo.InvariantCulture)));
        Assert.All(compared, static pair => Assert.Equal(pair.Value.Rows == 0 ? 0 : 1, pair.Value.Batches));
    }

    [Fact]
    public async Task WriteAsync_RandomTables_AreWhatPyarrowReadsFromTheFile()
    {
        using var store = new TestStore();
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            DataType[] types = [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => RandomValues.Types[random.Next(RandomValues.Types.Length)])];
            var count = Counts[random.Next(Counts.Length)] + random.Next(3);
            await WriteAsync(store, string.Create(CultureInfo.InvariantCulture, $"seed{seed}"), types, Enumerable.Range(0, count).Select(_ => types.Select(type => RandomValues.Next(random, type)).ToArray()));
        }

        Assert.Equal(40, (await Pyarrow.CompareAsync(store.Directory.Path)).Count);
    }

    [Fact]
    public async Task WriteAsync_TypesOfOtherPrograms_AreWhatPyarrowReadsFromTheFile()
    {
        using var store = new TestStore();
        await CopyAsync(
            store,
            "others",
            """
            SELECT * REPLACE (CASE WHEN i % 3 = 1 THEN NULL ELSE i8 END AS i8, CASE WHEN i % 5 = 0 THEN NULL ELSE dec38 END AS dec38, CASE WHEN i > 8 THEN NULL ELSE day END AS day)
            FROM (SELECT i, (-i)::TINYINT AS i8, (-i)::SMALLINT AS i16, i::UTINYINT AS u8, (60000 + i)::USMALLINT AS u16, (4000000000 + i)::UINTEGER AS u32,
                18446744073709551615::UBIGINT - i AS u64, (-i / 4)::DECIMAL(4,2) AS dec4, i::DECIMAL(9,3) AS dec9, (-i)::DECIMAL(18,0) AS dec18,
                -12345678901234567890123456789012345.678::DECIMAL(38,3) - i AS dec38, DATE '1969-12-30' + i::INTEGER AS day, TIMESTAMP '1969-12-31 23:59:59.999999' - to_days(i::INTEGER) AS naive,
                make_timestamp_ns(-i) AS ns, [DATE '2020-01-01', NULL] AS days, [1.5::DECIMAL(20,2), NULL, -i] AS decimals, [i::UTINYINT] AS bytes, [[i], NULL, [], [NULL]] AS nested
            FROM range(11) AS r(i))
            """);

        Assert.Equal((11, 1), (await Pyarrow.CompareAsync(store.Directory.Path))["others"]);
    }

    [Fact]
    public async Task WriteAsync_OddTextsAndLists_AreWhatPyarrowReadsFromTheFile()
    {
        using var store = new TestStore();
        await CopyAsync(
            store,
            "texts",
            """
            SELECT CASE i % 4 WHEN 0 THEN '' WHEN 1 THEN repeat('Zürich 🚌', i) WHEN 2 THEN NULL ELSE 'twelve bytes' END AS "a ""name"" ü",
                CASE i % 3 WHEN 0 THEN ''::BLOB WHEN 1 THEN '\x00\xFF'::BLOB END AS " ", CASE i % 5 WHEN 0 THEN [] WHEN 1 THEN [NULL] WHEN 2 THEN ['', NULL, repeat('x', 20)] WHEN 3 THEN NULL ELSE range(i)::VARCHAR[] END AS lists,
                []::BIGINT[] AS nothing, NULL::BOOLEAN[] AS never
            FROM range(1000) AS r(i)
            """);

        Assert.Equal((1_000, 1), (await Pyarrow.CompareAsync(store.Directory.Path))["texts"]);
    }

    [Fact]
    public async Task WriteAsync_TrainingSetOfTheEngine_IsWhatPyarrowReadsFromTheFile()
    {
        using var fixture = new JoinFixture();
        var view = TestStore.View([JoinFixture.Int64], RandomValues.Types);
        var random = new Random(7);
        var rows = Enumerable.Range(0, 500).Select(i => new FeatureRow(
            [Value.Of((long)i)], new Instant(1_000), new Instant(1_000), i, [.. RandomValues.Types.Select(type => RandomValues.Next(random, type))])).ToList();
        var snapshot = await fixture.WriteAsync(view, rows);
        var frame = new System.Text.StringBuilder("k0,t,label,weight,flag,note\n");
        for (var i = 0; i < 1_000; i++)
        {
            frame.Append(CultureInfo.InvariantCulture, $"{i % 600},2020-01-01T00:00:00.{i:d6}Z,{i % 7},{i / 8.0},{(i % 2 == 0 ? "true" : "false")},{(i % 3 == 0 ? "" : "\"a, b\"")}\n");
        }

        await fixture.JoinAsync(await fixture.FrameAsync(frame.ToString()), (view, snapshot));
        await WriteStreamAsync(fixture.Store, "out");

        Assert.Equal((1_000, 1), (await Pyarrow.CompareAsync(fixture.Store.Directory.Path))["out"]);
    }

    [Fact]
    public async Task WriteAsync_ManyRows_AreManyBatchesInOrder()
    {
        using var store = new TestStore();
        await CopyAsync(store, "many", "SELECT i, CASE WHEN i < 200000 THEN i END AS late, i::VARCHAR AS text, CASE WHEN i % 2 = 0 THEN [i, NULL] END AS list FROM range(300000) AS r(i)");

        Assert.Equal((300_000, 5), (await Pyarrow.CompareAsync(store.Directory.Path))["many"]);
    }

    [Fact]
    public async Task FillAsync_LongRows_KeepsBatchesSmall()
    {
        using var store = new TestStore();
        var path = Copy(store, "long", "SELECT repeat('x', 100000) || i AS text FROM range(300) AS r(i)");
        using var columns = await store.Tables.OpenColumnsAsync(path, TestStore.Token);
        var batch = new ArrowBatch(columns.Fields);
        var counts = new List<int>();
        do
        {
            batch.Clear();
            await columns.FillAsync(batch, TestStore.Token);
            counts.Add(batch.RowCount);
        }
        while (batch.RowCount > 0);

        Assert.Equal(300, counts.Sum());
        Assert.All(counts, static count => Assert.InRange(count, 0, 64));

        // Who asks again after the end gets the same answer.
        await columns.FillAsync(batch, TestStore.Token);
        Assert.Equal(0, batch.RowCount);
    }

    [Fact]
    public async Task Dispose_InTheMiddle_LetsGoOfTheFile()
    {
        using var store = new TestStore();
        var path = Copy(store, "stopped", "SELECT i, hash(i) AS h FROM range(2000000) AS r(i)");
        var columns = await store.Tables.OpenColumnsAsync(path, TestStore.Token);
        await columns.FillAsync(new ArrowBatch(columns.Fields), TestStore.Token);
        Assert.Contains(path, OpenFiles());

        columns.Dispose();

        Assert.DoesNotContain(path, OpenFiles());
    }

    [Fact]
    public async Task WriteAsync_FileRemovedOnTheWay_IsReadToItsEnd()
    {
        using var store = new TestStore();
        var path = Copy(store, "removed", "SELECT i, hash(i) AS h FROM range(2000000) AS r(i)");
        using var columns = await store.Tables.OpenColumnsAsync(path, TestStore.Token);
        var batch = new ArrowBatch(columns.Fields);
        await columns.FillAsync(batch, TestStore.Token);
        File.Delete(path);

        var rows = 0L;
        for (; batch.RowCount > 0; batch.Clear(), await columns.FillAsync(batch, TestStore.Token))
        {
            rows += batch.RowCount;
        }

        Assert.Equal(2_000_000, rows);
    }

    [Fact]
    public async Task WriteAsync_FileThatBreaksOnTheWay_HasNoEnd()
    {
        using var store = new TestStore();
        var path = Copy(store, "broken", "SELECT i, hash(i) AS h FROM range(1000000) AS r(i)");
        using (var file = new FileStream(path, FileMode.Open))
        {
            file.Position = file.Length / 2;
            file.Write(new byte[100_000]);
        }

        using var columns = await store.Tables.OpenColumnsAsync(path, TestStore.Token);
        using var target = new MemoryStream();
        var exception = await Assert.ThrowsAsync<FeatureStoreException>(() => ArrowStream.WriteAsync(columns, target, TestStore.Token));

        Assert.Equal(FeatureStoreErrorCode.OfflineEngineFailed, exception.ErrorCode);
        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
        Assert.False(target.ToArray().AsSpan().EndsWith(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0 }));
    }

    [Fact]
    public async Task WriteAsync_CancelledOnTheWay_Throws()
    {
        using var store = new TestStore();
        using var source = new CancellationTokenSource();
        var path = Copy(store, "cancelled", "SELECT i, hash(i) AS h FROM range(2000000) AS r(i)");
        using var columns = await store.Tables.OpenColumnsAsync(path, source.Token);
        var pipe = new Pipe();

        var writing = ArrowStream.WriteAsync(columns, pipe.Writer, source.Token);
        await pipe.Reader.ReadAsync(TestStore.Token);
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
    }

    [Theory]
    [InlineData("{'a': 1}", "STRUCT")]
    [InlineData("MAP {'a': 1}", "MAP")]
    [InlineData("uuid()", "UUID")]
    [InlineData("[TIME '10:00']", "TIME[]")]
    public async Task OpenColumnsAsync_TypeWithoutCounterpart_NamesColumnAndType(string expression, string type)
    {
        using var store = new TestStore();
        var path = Copy(store, "odd", $"SELECT 1 AS fine, {expression} AS odd");

        var exception = await Assert.ThrowsAsync<FeatureStoreException>(() => store.Tables.OpenColumnsAsync(path, TestStore.Token));

        Assert.Contains($"'odd' has the type {type}", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(path, OpenFiles());
    }

    [Fact]
    public async Task OpenColumnsAsync_MissingFile_NamesIt()
    {
        using var store = new TestStore();

        var exception = await Assert.ThrowsAsync<FeatureStoreException>(() => store.Tables.OpenColumnsAsync(store.Directory.File("none.parquet"), TestStore.Token));

        Assert.Equal(FeatureStoreErrorCode.OfflineEngineFailed, exception.ErrorCode);
        Assert.Contains("none.parquet", exception.Message, StringComparison.Ordinal);
    }

    private static Value NotNull(Random random, DataType type)
    {
        while (true)
        {
            var value = RandomValues.Next(random, type);
            if (!value.IsNull)
            {
                return value;
            }
        }
    }

    private static async Task WriteAsync(TestStore store, string name, IReadOnlyList<DataType> types, IEnumerable<Value[]> rows)
    {
        using (var connection = store.Database.Connect())
        {
            var columns = types.Select(static (type, i) => string.Create(CultureInfo.InvariantCulture, $"c{i} {DuckDbTypes.SqlName(type)}"));
            connection.Execute($"CREATE TEMP TABLE t ({Sql.List(columns)})", TestStore.Token);
            using (var appender = connection.Append("t", types))
            {
                foreach (var row in rows)
                {
                    for (var i = 0; i < row.Length; i++)
                    {
                        appender.Set(i, row[i]);
                    }

                    appender.EndRow();
                }

                appender.Complete();
            }

            connection.Execute($"COPY t TO {Sql.Text(store.Directory.File(name + ".parquet"))} (FORMAT parquet, COMPRESSION zstd)", TestStore.Token);
        }

        await WriteStreamAsync(store, name);
    }

    private static async Task CopyAsync(TestStore store, string name, string select)
    {
        Copy(store, name, select);
        await WriteStreamAsync(store, name);
    }

    private static string Copy(TestStore store, string name, string select)
    {
        var path = store.Directory.File(name + ".parquet");
        store.Execute($"COPY ({select}) TO {Sql.Text(path)} (FORMAT parquet, COMPRESSION zstd)");
        return path;
    }

    private static async Task WriteStreamAsync(TestStore store, string name)
    {
        using var columns = await store.Tables.OpenColumnsAsync(store.Directory.File(name + ".parquet"), TestStore.Token);
        await using var target = File.Create(store.Directory.File(name + ".arrows"));
        await ArrowStream.WriteAsync(columns, target, TestStore.Token);
    }

    private static List<string> OpenFiles()
        => [.. Directory.EnumerateFiles("/proc/self/fd").Select(static file => new FileInfo(file).LinkTarget).OfType<string>()];
}
