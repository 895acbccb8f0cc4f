using System.Globalization;
using System.Text;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.Ports;

namespace FeatureStore.DuckDb.Tests.Tables;

public sealed class ParquetTableReaderTests
{
    [Fact]
    public async Task GetColumnsAsync_EveryReadableType_IsMapped()
    {
        using var store = new TestStore();
        var path = store.Directory.File("types.parquet");
        store.Execute(
            $"""
            COPY (SELECT true AS b, 1::TINYINT AS i8, 1::USMALLINT AS u16, 1::UINTEGER AS u32, 1::UBIGINT AS u64, 1::BIGINT AS i64, 1::FLOAT AS f,
                1::DOUBLE AS d, 1.5::DECIMAL(15,2) AS dec15, 1.5::DECIMAL(16,2) AS dec16, 'x' AS s, 'x'::BLOB AS raw, DATE '2020-01-01' AS day,
                TIMESTAMP '2020-01-01' AS naive, TIMESTAMPTZ '2020-01-01' AS utc, make_timestamp_ns(1) AS ns, TIME '10:00' AS t,
                uuid() AS id, [1, NULL]::TINYINT[] AS list, [1.5::DECIMAL(16,2)] AS declist) TO '{path}'
            """);

        var columns = await store.Tables.GetColumnsAsync(path, TestStore.Token);

        Assert.Equal(
            "b bool, i8 int32, u16 int32, u32 int64, u64 int64, i64 int64, f float, d double, dec15 double, dec16 string, s string, raw bytes, day timestamp, " +
            "naive timestamp, utc timestamp, ns timestamp, t string, id string, list list<int32>, declist list<string>",
            string.Join(", ", columns.Select(static column => $"{column.Name} {column.Type}")));
    }

    [Theory]
    [InlineData(38, null)]
    [InlineData(39, "its column 'amount' is a decimal of 39 digits")]
    [InlineData(76, "its column 'amount' is a decimal of 76 digits")]
    public async Task GetColumnsAsync_DecimalOfMoreDigitsThanAreRead_IsRefused(int digits, string? expected)
    {
        using var store = new TestStore();
        var path = store.Directory.File("amounts.parquet");
        await PythonScripts.RunAsync("pyarrow.parquet", Path.Combine("Tables", "wide_decimals.py"), path, digits.ToString(CultureInfo.InvariantCulture));

        var error = await Record.ExceptionAsync(() => store.Tables.GetColumnsAsync(path, TestStore.Token)) as FeatureStoreException;

        Assert.Equal(expected is null, error is null);
        Assert.Contains(expected ?? string.Empty, error?.Message ?? string.Empty, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_EveryReadableType_GivesItsValue()
    {
        using var store = new TestStore();
        var path = store.Directory.File("values.parquet");
        store.Execute(
            $"""
            COPY (SELECT -5::TINYINT AS a, 4294967295::UINTEGER AS b, 17850.1::DECIMAL(7,1) AS c, 12345678901234567.89::DECIMAL(19,2) AS d,
                DATE '1969-12-31' AS e, TIMESTAMP '2011-12-09 12:50' AS f, make_timestamp_ns(-1) AS g, '80123456-789a-bcde-f012-3456789abcde'::UUID AS h,
                [DATE '1970-01-02', NULL] AS i, TIME '10:00' AS j, NULL::INTEGER AS k) TO '{path}'
            """);

        var row = Assert.Single(await store.ReadAsync(path));

        Assert.Equal(
            [
                Value.Of(-5), Value.Of(4_294_967_295L), Value.Of(17850.1), Value.Of("12345678901234567.89"), Value.Of(new Instant(-86_400_000_000)),
                Value.Of(new Instant(1_323_435_000_000_000)), Value.Of(new Instant(-1)), Value.Of("80123456-789a-bcde-f012-3456789abcde"),
                Value.OfList(ScalarType.Timestamp, [Value.Of(new Instant(86_400_000_000)), Value.Null]), Value.Of("10:00:00"), Value.Null,
            ],
            row);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(122_880)]
    [InlineData(299_999)]
    [InlineData(300_000)]
    [InlineData(1_000_000)]
    public async Task ReadAsync_FromARow_GivesTheRestInFileOrder(long firstRow)
    {
        using var store = new TestStore();
        var path = store.Directory.File("rows.parquet");
        store.Execute($"COPY (SELECT range AS i FROM range(300000)) TO '{path}'");

        var next = firstRow;
        await foreach (var row in store.Tables.ReadAsync(path, firstRow, TestStore.Token))
        {
            Assert.Equal(next++, row[0].AsInt64());
        }

        Assert.Equal(Math.Max(firstRow, 300_000), next);
    }

    [Fact]
    public async Task ReadAsync_StoppedEarly_ReleasesTheFile()
    {
        using var store = new TestStore();
        var path = store.Directory.File("rows.parquet");
        store.Execute($"COPY (SELECT range AS i FROM range(300000)) TO '{path}'");

        await foreach (var row in store.Tables.ReadAsync(path, 0, TestStore.Token))
        {
            Assert.Equal(0, row[0].AsInt64());
            break;
        }

        Assert.Equal(300_000, (await store.ReadAsync(path)).Count);
    }

    [Fact]
    public async Task ReadAsync_CancelledOnTheWay_Throws()
    {
        using var store = new TestStore();
        using var source = new CancellationTokenSource();
        var path = store.Directory.File("rows.parquet");
        store.Execute($"COPY (SELECT range AS i FROM range(300000)) TO '{path}'");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var row in store.Tables.ReadAsync(path, 0, source.Token))
            {
                if (row[0].AsInt64() == 100_000)
                {
                    await source.CancelAsync();
                }
            }
        });
    }

    [Fact]
    public async Task ReadAsync_UnsignedAboveInt64_SaysTheValue()
    {
        using var store = new TestStore();
        var path = store.Directory.File("big.parquet");
        store.Execute($"COPY (SELECT 18446744073709551615::UBIGINT AS big) TO '{path}'");

        var exception = await Assert.ThrowsAsync<FeatureStoreException>(() => store.ReadAsync(path));

        Assert.Contains("18446744073709551615", exception.Message, StringComparison.Ordinal);
        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{'a': 1}", "STRUCT")]
    [InlineData("MAP {'a': 1}", "MAP")]
    [InlineData("[[1]]", "INTEGER[][]")]
    [InlineData("INTERVAL 1 DAY", "INTERVAL")]
    public async Task GetColumnsAsync_TypeThatCannotBeRead_NamesColumnAndType(string expression, string type)
    {
        using var store = new TestStore();
        var path = store.Directory.File("odd.parquet");
        store.Execute($"COPY (SELECT 1 AS fine, {expression} AS odd) TO '{path}'");

        var exception = await Assert.ThrowsAsync<FeatureStoreException>(() => store.Tables.GetColumnsAsync(path, TestStore.Token));

        Assert.Equal(FeatureStoreErrorCode.InvalidEntityFrame, exception.ErrorCode);
        Assert.Contains("'odd'", exception.Message, StringComparison.Ordinal);
        Assert.Contains(type, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("PAR1")]
    [InlineData("this is no Parquet file, whatever its name says")]
    public async Task GetColumnsAsync_NoParquetFile_NamesIt(string content)
    {
        using var store = new TestStore();
        var path = store.Directory.File("not.parquet");
        await File.WriteAllTextAsync(path, content, TestStore.Token);

        var exception = await Assert.ThrowsAsync<FeatureStoreException>(() => store.Tables.GetColumnsAsync(path, TestStore.Token));

        Assert.Equal(FeatureStoreErrorCode.InvalidEntityFrame, exception.ErrorCode);
        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetColumnsAsync_MissingFile_NamesIt()
    {
        using var store = new TestStore();

        var exception = await Assert.ThrowsAsync<FeatureStoreException>(() => store.Tables.GetColumnsAsync(store.Directory.File("none.parquet"), TestStore.Token));

        Assert.Contains("none.parquet", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("it's [a]*?.parquet")]
    [InlineData("year=2020.parquet")]
    public async Task ReadAsync_OddFileName_IsReadAsItIs(string name)
    {
        using var store = new TestStore();
        var folder = Path.Combine(store.Directory.Path, "a=b");
        Directory.CreateDirectory(folder);
        var plain = store.Directory.File("plain.parquet");
        store.Execute($"COPY (SELECT 1 AS i) TO '{plain}'");
        File.Move(plain, Path.Combine(folder, name));

        Assert.Equal(["i"], (await store.Tables.GetColumnsAsync(Path.Combine(folder, name), TestStore.Token)).Select(static column => column.Name));
        Assert.Single(await store.ReadAsync(Path.Combine(folder, name)));
    }

    [Fact]
    public async Task GetColumnsAsync_NamesThatDifferInCaseOnly_AreRefused()
    {
        using var store = new TestStore();
        var path = Path.Combine(AppContext.BaseDirectory, "Fixtures", "names-differ-in-case.parquet");

        var exception = await Assert.ThrowsAsync<FeatureStoreException>(() => store.Tables.GetColumnsAsync(path, TestStore.Token));

        Assert.Contains("case", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetColumnsAsync_NameWithTheZeroCharacter_SaysSo()
    {
        using var store = new TestStore();
        var path = store.Directory.File("zero.parquet");
        store.Execute($"COPY (SELECT 1 AS abcdefgh) TO '{path}' (FORMAT parquet)");
        var text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(path, TestStore.Token));
        await File.WriteAllBytesAsync(path, Encoding.Latin1.GetBytes(text.Replace("abcdefgh", "abc\0efgh", StringComparison.Ordinal)), TestStore.Token);

        var exception = await Assert.ThrowsAsync<FeatureStoreException>(() => store.Tables.GetColumnsAsync(path, TestStore.Token));

        Assert.Contains("has the zero character in it (it would become 'abc')", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_EveryFileOfParquetTesting_HasTheRowsThatFilesCsvNames()
    {
        var folder = SharedData.Require("parquet-testing");
        using var store = new TestStore();
        var read = 0;
        store.Execute(
            $"COPY (SELECT file, coalesce(duckdb_rows, '') FROM read_csv('{folder}/FILES.csv', header = true, all_varchar = true)) TO '{store.Directory.File("files.parquet")}' (FORMAT parquet)");
        foreach (var expected in await store.ReadAsync(store.Directory.File("files.parquet")))
        {
            var file = expected[0].AsString();
            try
            {
                _ = await store.Tables.GetColumnsAsync(Path.Combine(folder, file), TestStore.Token);
                var rows = await store.ReadAsync(Path.Combine(folder, file));
                Assert.Equal((file, expected[1].AsString()), (file, rows.Count.ToString(CultureInfo.InvariantCulture)));
                read++;
            }
            catch (FeatureStoreException exception)
            {
                Assert.Contains(Path.GetFileName(file), exception.Message, StringComparison.Ordinal);
            }
        }

        Assert.True(read >= 45, $"only {read} files were read");
    }

    [Fact]
    public async Task GetColumnsAsync_EveryFileOfParquetTesting_IsReadOrRefusedByName()
    {
        var folder = SharedData.Require("parquet-testing/data");
        using var store = new TestStore();
        var read = 0;
        foreach (var path in Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories))
        {
            try
            {
                read += (await store.Tables.GetColumnsAsync(path, TestStore.Token)).Count > 0 ? 1 : 0;
            }
            catch (FeatureStoreException exception)
            {
                Assert.Contains(Path.GetFileName(path), exception.Message, StringComparison.Ordinal);
            }
        }

        Assert.True(read >= 50, $"only {read} files were read");
    }

    [Fact]
    public async Task ReadAsync_FeastDriverStats_HasNanosecondsAndTheirRows()
    {
        var path = SharedData.Require("feast/driver_stats/driver_stats.go_test.parquet");
        using var store = new TestStore();

        var columns = await store.Tables.GetColumnsAsync(path, TestStore.Token);
        var rows = await store.ReadAsync(path);

        Assert.Contains(new TableColumn("event_timestamp", new DataType(ScalarType.Timestamp)), columns);
        Assert.All(rows, row => Assert.InRange(row[0].IsNull ? 0 : 1, 0, 1));
        Assert.True(rows.Count > 1_000);
    }
}
