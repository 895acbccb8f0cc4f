using System.IO.Compression;
using System.Text;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace FeatureStore.DuckDb.Tests.Training;

public sealed class EntityFrameTests
{
    [Fact]
    public async Task GetFrameColumnsAsync_Csv_GivesTheNarrowestTypeThatChangesNothing()
    {
        using var fixture = new JoinFixture();
        var path = await fixture.FrameAsync(
            "int,zip,big,real,flag,day,empty,mixed,\"quoted, name\"\n" +
            "1,01234,12345678901234567890,1.5,true,2020-01-01,,1,x\n" +
            "-20,99999,1,-2,False,2020-01-02,,a,\n");

        var columns = await fixture.ColumnsAsync(path);

        Assert.Equal(
            "int int64, zip string, big string, real double, flag bool, day string, empty string, mixed string, quoted, name string",
            string.Join(", ", columns.Select(static column => $"{column.Name} {column.Type}")));
    }

    [Theory]
    [InlineData("a,b\r\n1,2\r\n")]
    [InlineData("\uFEFFa,b\n1,2")]
    [InlineData("\"a\",\"b\"\n\"1\",\"2\"\n")]
    [InlineData(" a , b \n1,2\n")]
    public async Task GetFrameColumnsAsync_EveryShapeOfCsv_HasItsNames(string text)
    {
        using var fixture = new JoinFixture();

        var columns = await fixture.ColumnsAsync(await fixture.FrameAsync(text));

        Assert.Equal(["a", "b"], columns.Select(static column => column.Name));
        Assert.All(columns, static column => Assert.Equal(JoinFixture.Int64, column.Type));
    }

    [Fact]
    public async Task GetFrameColumnsAsync_IndexColumnOfPandas_GetsAName()
    {
        using var fixture = new JoinFixture();

        var columns = await fixture.ColumnsAsync(await fixture.FrameAsync(",a\n0,x\n1,y\n"));

        Assert.Equal(["column0", "a"], columns.Select(static column => column.Name));
    }

    [Fact]
    public async Task GetFrameColumnsAsync_ManyColumns_FindsTheTypeOfEach()
    {
        using var fixture = new JoinFixture();
        string[] values = ["007", "7", "7.5", "true", ""];
        string[] expected = ["string", "int64", "double", "bool", "string"];
        var places = Enumerable.Range(0, 1_203).ToArray();
        var path = await fixture.FrameAsync($"{string.Join(',', places.Select(static place => $"c{place}"))}\n{string.Join(',', places.Select(place => values[place % values.Length]))}\n{new string(',', places.Length - 1)}\n");

        var columns = await fixture.ColumnsAsync(path);

        Assert.Equal(places.Select(place => $"c{place} {expected[place % expected.Length]}"), columns.Select(static column => $"{column.Name} {column.Type}"));
    }

    [Fact]
    public async Task GetFrameColumnsAsync_Json_KeepsTextAsText()
    {
        using var fixture = new JoinFixture();
        var path = await fixture.FrameAsync("""[{"i": 1, "s": "007", "d": "2020-01-01", "t": "2020-01-01T00:00:00Z", "l": [1, 2]}, {"i": 2, "x": 1.5}]""", "json");

        var columns = await fixture.ColumnsAsync(path);

        Assert.Equal(
            "i int64, s string, d string, t string, l list<int64>, x double",
            string.Join(", ", columns.Select(static column => $"{column.Name} {column.Type}")));
    }

    [Theory]
    [InlineData(1_203, 1)]
    [InlineData(300, 300)]
    public async Task GetFrameColumnsAsync_JsonOfManyColumns_HasThemAll(int columns, int rows)
    {
        using var fixture = new JoinFixture();

        // In one row, or each in a row of its own.
        var path = await fixture.FrameAsync(
            string.Join('\n', Enumerable.Range(0, columns).GroupBy(column => column % rows).Select(static row => $"{{{string.Join(',', row.Select(static column => $"\"c{column}\":{column}"))}}}")), "ndjson");

        Assert.Equal(Enumerable.Range(0, columns).Select(static column => $"c{column} int64"), (await fixture.ColumnsAsync(path)).Select(static column => $"{column.Name} {column.Type}"));
    }

    [Theory]
    [InlineData("k0,t\n1,2020-01-01\n2\n", "csv", "line 3 has 1 value where the header has 2 columns: '2'")]
    [InlineData("k0,t\n1,2020-01-01\n2,2020-01-01,3\n", "csv", "line 3 has 3 values where the header has 2 columns")]
    [InlineData("k0,t\n1,\"2020-01-01\n2,2020-01-01\n", "csv", "in line 2 a quote begins or ends within a value")]
    [InlineData("k0,t\n1,\"2020\"-01-01\n", "csv", "in line 2 a quote begins or ends within a value: '1,\"2020\"-01-01'")]
    [InlineData("k0,t\r\n1,2020-01-01\r\n2,2020-01-01\n", "csv", "line 3 ends with LF where the first line ends with CR LF. End all lines alike.")]
    [InlineData("k0,t\n1,\"2020-01-01\"\r\n2,\"2020-01-01\"\n", "csv", "line 2 ends with CR LF where the first line ends with LF.")]
    [InlineData("k0,t,n\n1,2020-01-01,\"a\r\nb\"\n2,2020-01-01,c\r3,2020-01-01,d\n", "csv", "line 4 ends with CR where the first line ends with LF.")]
    [InlineData("{\"k0\":1,\"t\":\"2020-01-01\",\"l\":5}\n{\"k0\":1,\"t\":\"2020-01-01\",\"l\":9007199254740993}\n{\"k0\":1,\"t\":\"2020-01-01\",\"l\":0.5}\n", "ndjson", "in row 2, column 'l', the value '9007199254740993' has more digits")]
    [InlineData("{\"k0\":1,\"t\":\"2020-01-01\",\"l\":123456789012345678901234567890}\n", "ndjson", "the value '123456789012345678901234567890' has more digits")]
    [InlineData("{\"k0\":1,\"t\":\"2020-01-01\",\"l\":[0.5,-9007199254740993]}\n", "ndjson", "in row 1, column 'l', the value '-9007199254740993' has more digits")]
    [InlineData("k0,t\n", "csv", "no rows")]
    [InlineData("k0,t,K0\n1,2020-01-01,2\n", "csv", "'K0' twice")]
    [InlineData("k0,time\n1,2020-01-01\n", "csv", "no column 't'")]
    [InlineData("key,t\n1,2020-01-01\n", "csv", "no column 'k0'")]
    [InlineData("k0,t\n1,2020-01-01\n1,soon\n", "csv", "in row 2, column 't', the value 'soon' is no timestamp")]
    [InlineData("k0,t\n1,epoch\n", "csv", "the value 'epoch' is no timestamp")]
    [InlineData("k0,t\n1,infinity\n", "csv", "the value 'infinity' is no timestamp")]
    [InlineData("k0,t\n1,2020-01-01T00:00:00+25:00\n", "csv", "the value '2020-01-01T00:00:00+25:00' is no timestamp")]
    [InlineData("k0,t\n1,12020-01-01\n", "csv", "the value '12020-01-01' is no timestamp of the years 1 to 9999")]
    [InlineData("k0,t\n1,2020-01-01\n1,\n", "csv", "in row 2, column 't', the value null is no timestamp")]
    [InlineData("k0,t\n1,2020-01-01\n17850.5,2020-01-01\n", "csv", "in row 2, column 'k0', the value '17850.5' is no int64")]
    [InlineData("k0,t\n.0,2020-01-01\n", "csv", "the value '.0' is no int64")]
    [InlineData("k0,t\n9223372036854775808,2020-01-01\n", "csv", "'9223372036854775808' is no int64")]
    [InlineData("k0,t\n0x10,2020-01-01\n", "csv", "'0x10' is no int64")]
    [InlineData("{\"k0\": 1.5, \"t\": \"2020-01-01\"}", "json", "'1.5' is no int64")]
    [InlineData("{\"k0\": true, \"t\": \"2020-01-01\"}", "json", "has the type BOOLEAN, which cannot hold the join key 'k0'")]
    [InlineData("{\"k0\": 1, \"t\": 1577836800}", "json", "timestamp column 't' has the type BIGINT")]
    [InlineData("[{\"k0\": 1, \"t\":", "json", "object 1 of it is no JSON, at its byte 15: unexpected end of data.")]
    [InlineData("{\"k0\": 1, \"t\": \"2020-01-01\"}\n{\"k0\" 2}\n", "ndjson", "object 2 of it is no JSON, at its byte 7")]
    [InlineData("{\"k0\": 1, \"k0\": 2, \"t\": \"2020-01-01\"}", "ndjson", "object 1 of it has the member 'k0' twice")]
    [InlineData("[1, 2]", "json", "it has no objects with members")]
    [InlineData("[]", "json", "it has no objects with members")]
    [InlineData("", "ndjson", "it has no objects with members")]
    [InlineData("[{}]", "json", "it has no objects with members")]
    [InlineData("[{\"k0\": 1, \"t\": \"2020-01-01\", \"X\": 1}, {\"k0\": 1, \"t\": \"2020-01-01\", \"x\": 2}]", "json", "names differ in case only, 'X' and 'x'")]
    [InlineData("{\"k0\": 1, \"t\": \"2020-01-01\", \"K0\": 1}", "ndjson", "names differ in case only, 'K0' and 'k0'")]
    [InlineData("{\"k0\": 1, \"t\": \"2020-01-01\", \"\": 1}", "ndjson", "a member without a name")]
    [InlineData("{\"k0\": 1, \"t\": \"2020-01-01\", \"x\\u0000y\": 1}", "ndjson", "the member 'x␀y' with the zero character")]
    [InlineData("{\"k0\": 1, \"t\": \"2020-01-01\", \"o\": {\"a\": 1}}", "ndjson", "'o' has the type STRUCT")]
    [InlineData("no parquet", "parquet", "it is no Parquet file, although its name ends with .parquet")]
    [InlineData("PAR1....................PAR1", "parquet", "damaged Parquet file")]
    [InlineData("", "csv", "the file is empty")]
    [InlineData("k0;t\n1;2020-01-01\n", "csv", "its only column is 'k0;t'. Separate them by commas")]
    [InlineData("k0\tt\n1\t2020-01-01\n", "csv", "separated by tabs")]
    [InlineData("k0,t,File_Row_Number\n1,2020-01-01,5\n", "csv", "column 'File_Row_Number' has the name by which the place of a row in a file is asked for")]
    [InlineData("PAR1\0\u0001", "csv", "no text in UTF-8")]
    [InlineData("k0,t\n1,2020-01-01\n", "xlsx", "its extension is '.xlsx'")]
    public async Task JoinAsync_FrameThatCannotBeUsed_SaysWhereAndWhy(string text, string extension, string expected)
    {
        using var fixture = new JoinFixture();
        var snapshot = await fixture.WriteAsync(JoinFixture.View, []);
        var frame = await fixture.FrameAsync(text, extension);

        var exception = await Assert.ThrowsAsync<FeatureStoreException>(() => fixture.JoinAsync(frame, (JoinFixture.View, snapshot)));

        Assert.Equal(FeatureStoreErrorCode.InvalidEntityFrame, exception.ErrorCode);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(fixture.Store.Directory.File(fixture.Output)));
    }

    [Fact]
    public async Task JoinAsync_TextTimesWithAndWithoutZones_AreReadEachByItself()
    {
        using var fixture = new JoinFixture();
        var snapshot = await fixture.WriteAsync(JoinFixture.View, [JoinFixture.Row(1, 0, 1, 0)]);
        (string Text, string Utc)[] times =
        [
            ("2026-03-29 20:20:53.25 Europe/Berlin", "2026-03-29T18:20:53.25Z"), ("2026-03-29 20:20:53.25", "2026-03-29T20:20:53.25Z"), ("2026/3/29", "2026-03-29T00:00:00Z"),
            ("2026-03-29T20:20:53+05:45", "2026-03-29T14:35:53Z"), ("2026-03-29T20:20:53Z", "2026-03-29T20:20:53Z"), (" 2026-03-29 20:20 ", "2026-03-29T20:20:00Z"),
            ("2026-03-29 20:20:53 America/Los_Angeles", "2026-03-30T03:20:53Z"),
        ];
        var rows = times.SelectMany(first => times.SelectMany(second => new[] { first, second })).ToList(); // Each behind each.

        await fixture.JoinAsync(await fixture.FrameAsync("k0,t\n" + string.Concat(rows.Select(static row => $"1,{row.Text}\n"))), (JoinFixture.View, snapshot));

        Assert.Equal(rows.Select(static row => Instant.TryParse(row.Utc, out var time) ? Value.Of(time) : Value.Null), (await fixture.ReadOutputAsync()).Select(static row => row[1]));
    }

    [Fact]
    public async Task JoinAsync_MissingFrame_SaysSo()
    {
        using var fixture = new JoinFixture();

        var exception = await Assert.ThrowsAsync<FeatureStoreException>(() => fixture.JoinAsync(fixture.Store.Directory.File("none.csv")));

        Assert.Contains("does not exist", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JoinAsync_BytesThatAreNoUtf8_AreRefused()
    {
        using var fixture = new JoinFixture();
        var path = fixture.Store.Directory.File("latin1.csv");
        await File.WriteAllBytesAsync(path, [.. "k0,t,x\n1,2020-01-01,"u8, 0xE9, (byte)'\n'], TestStore.Token);

        var exception = await Assert.ThrowsAsync<FeatureStoreException>(() => fixture.JoinAsync(path));

        Assert.Equal(FeatureStoreErrorCode.InvalidEntityFrame, exception.ErrorCode);
    }

    [Fact]
    public async Task JoinAsync_GzippedCsv_IsRead()
    {
        using var fixture = new JoinFixture();
        var path = fixture.Store.Directory.File("frame.csv.gz");
        await using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            await gzip.WriteAsync("k0,t\n1,2020-01-01\n"u8.ToArray(), TestStore.Token);
        }

        Assert.Equal(1, (await fixture.JoinAsync(path)).Rows);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(1)]
    public async Task JoinAsync_GzippedCsvThatIsCutOff_IsRefusedRatherThanShort(double share)
    {
        using var fixture = new JoinFixture();
        var path = fixture.Store.Directory.File("frame.csv.gz");
        using var whole = new MemoryStream();
        await using (var gzip = new GZipStream(whole, CompressionLevel.NoCompression, leaveOpen: true))
        {
            // Every line is as long as any other, and nothing is compressed: wherever it is cut, all lines before are whole.
            await gzip.WriteAsync(Encoding.UTF8.GetBytes("k0,t\n" + string.Concat(Enumerable.Range(10_000, 20_000).Select(static key => $"{key},2020-01-01\n"))), TestStore.Token);
        }

        var bytes = whole.ToArray();
        bytes[^8] ^= 0xFF;
        await File.WriteAllBytesAsync(path, bytes[..(int)(bytes.Length * share)], TestStore.Token);

        var exception = await Assert.ThrowsAsync<FeatureStoreException>(() => fixture.JoinAsync(path));

        Assert.Equal(FeatureStoreErrorCode.InvalidEntityFrame, exception.ErrorCode);
        Assert.Contains("'frame.csv.gz' cannot be used: it is no whole gzip.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JoinAsync_LineThatIsTooLong_IsQuotedInPart()
    {
        using var fixture = new JoinFixture();
        var path = await fixture.FrameAsync($"k0,t,x\n1,2020-01-01,{new string('x', 3_000_000)}\n");

        var exception = await Assert.ThrowsAsync<FeatureStoreException>(() => fixture.JoinAsync(path));

        Assert.InRange(exception.Message.Length, 100, 1_000);
        Assert.Contains("line 2 is longer than 2000000 bytes", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JoinAsync_WholeNumbersWithAZeroFraction_AreTheKeysThatTheyAre()
    {
        using var fixture = new JoinFixture();
        var snapshot = await fixture.WriteAsync(JoinFixture.View, [JoinFixture.Row(17850, 0, 7, 0), JoinFixture.Row(9007199254740993, 0, 8, 1)]);

        // As pandas writes a column of whole numbers in which one is missing; the last has more digits than a double.
        await fixture.JoinAsync(await fixture.FrameAsync("k0,t\n17850.0,2020-01-01\n,2020-01-01\n9007199254740993.,2020-01-01\n"), (JoinFixture.View, snapshot));

        Assert.Equal([Value.Of(7L), Value.Null, Value.Of(8L)], await fixture.ReadLastColumnAsync());
    }

    [Theory]
    [InlineData("'infinity'::TIMESTAMP")]
    [InlineData("'-infinity'::TIMESTAMPTZ")]
    [InlineData("'infinity'::DATE")]
    [InlineData("TIMESTAMP '10000-01-01'")]
    [InlineData("TIMESTAMP '0001-01-01' - INTERVAL 1 MICROSECOND")]
    public async Task JoinAsync_TimeOutsideTheCalendar_IsRefused(string time)
    {
        using var fixture = new JoinFixture();
        var path = fixture.Store.Directory.File("frame.parquet");
        fixture.Store.Execute($"COPY (SELECT 1 AS k0, {time} AS t) TO '{path}'");

        var exception = await Assert.ThrowsAsync<FeatureStoreException>(() => fixture.JoinAsync(path));

        Assert.Equal(FeatureStoreErrorCode.InvalidEntityFrame, exception.ErrorCode);
        Assert.Contains("in row 1, column 't'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("is no timestamp of the years 1 to 9999", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1::TINYINT")]
    [InlineData("1::UBIGINT")]
    [InlineData("1::DOUBLE")]
    [InlineData("1::DECIMAL(9,2)")]
    [InlineData("1::HUGEINT")]
    [InlineData("'1'")]
    public async Task JoinAsync_ParquetKeyOfAnyWholeType_Matches(string key)
    {
        using var fixture = new JoinFixture();
        var path = fixture.Store.Directory.File("frame.parquet");
        fixture.Store.Execute($"COPY (SELECT {key} AS k0, make_timestamp_ns(100999) AS t) TO '{path}'");
        var snapshot = await fixture.WriteAsync(JoinFixture.View, [JoinFixture.Row(1, 100, 7, 0), JoinFixture.Row(1, 101, 8, 1)]);

        await fixture.JoinAsync(path, (JoinFixture.View, snapshot));

        Assert.Equal([Value.Of(1L), Value.Of(new Instant(100)), Value.Of(7L)], Assert.Single(await fixture.ReadOutputAsync()));
    }

    [Theory]
    [InlineData("DATE '1970-01-02'")]
    [InlineData("TIMESTAMP '1970-01-02'")]
    [InlineData("TIMESTAMPTZ '1970-01-02 01:00:00+01'")]
    [InlineData("'1970-01-02'::TIMESTAMP_S")]
    [InlineData("'1970-01-02 00:00:00Z'")]
    public async Task JoinAsync_TimeOfAnyKind_IsTheSameInstant(string time)
    {
        using var fixture = new JoinFixture();
        var path = fixture.Store.Directory.File("frame.parquet");
        fixture.Store.Execute($"COPY (SELECT 1 AS k0, {time} AS t) TO '{path}'");

        await fixture.JoinAsync(path);

        Assert.Equal(Value.Of(new Instant(86_400_000_000)), (await fixture.ReadOutputAsync())[0][1]);
    }

    [Fact]
    public async Task JoinAsync_KeyThatIsNull_KeepsItsRowWithoutAMatch()
    {
        using var fixture = new JoinFixture();
        var snapshot = await fixture.WriteAsync(JoinFixture.View, [JoinFixture.Row(1, 0, 7, 0)]);

        var result = await fixture.JoinAsync(await fixture.FrameAsync("k0,t\n,2020-01-01\n1,2020-01-01\n,2020-01-01\n"), (JoinFixture.View, snapshot));

        Assert.Equal([Value.Null, Value.Of(7L), Value.Null], await fixture.ReadLastColumnAsync());
        Assert.Equal((3, 1), (result.Rows, result.Matched[0]));
    }

    [Fact]
    public async Task JoinAsync_OneOfTwoKeysIsNull_KeepsItsRowWithoutAMatch()
    {
        using var fixture = new JoinFixture();
        var view = TestStore.View([JoinFixture.Int64, JoinFixture.Int64], [JoinFixture.Int64]);
        var snapshot = await fixture.WriteAsync(view, [new FeatureRow([Value.Of(0L), Value.Of(0L)], new Instant(0), new Instant(0), 0, [Value.Of(7L)])]);

        var result = await fixture.JoinAsync(await fixture.FrameAsync("k0,k1,t\n0,,2020-01-01\n,0,2020-01-01\n0,0,2020-01-01\n,,2020-01-01\n"), (view, snapshot));

        Assert.Equal([Value.Null, Value.Null, Value.Of(7L), Value.Null], await fixture.ReadLastColumnAsync());
        Assert.Equal((4, 1), (result.Rows, result.Matched[0]));
    }

    [Fact]
    public async Task JoinAsync_TextKeyThatLooksLikeANumber_IsNotTouched()
    {
        using var fixture = new JoinFixture();
        var view = TestStore.View([JoinFixture.Text], [JoinFixture.Int64]);
        var snapshot = await fixture.WriteAsync(view,
        [
            new FeatureRow([Value.Of("007")], new Instant(0), new Instant(0), 0, [Value.Of(1L)]),
            new FeatureRow([Value.Of("7")], new Instant(0), new Instant(0), 1, [Value.Of(2L)]),
        ]);

        await fixture.JoinAsync(await fixture.FrameAsync("k0,t\n007,2020-01-01\n7,2020-01-01\n"), (view, snapshot));

        Assert.Equal([Value.Of(1L), Value.Of(2L)], await fixture.ReadLastColumnAsync());
    }

    [Fact]
    public async Task JoinAsync_KeysOfTheOtherTypes_Match()
    {
        using var fixture = new JoinFixture();
        var path = fixture.Store.Directory.File("frame.parquet");
        fixture.Store.Execute($"COPY (SELECT '\\xAA\\xBB'::BLOB AS k0, 5 AS k1, TIMESTAMP '1970-01-01 00:00:01' AS k2, TIMESTAMP '2020-01-01' AS t) TO '{path}'");
        var view = TestStore.View([new DataType(ScalarType.Bytes), new DataType(ScalarType.Int32), new DataType(ScalarType.Timestamp)], [JoinFixture.Int64]);
        Value[] key = [Value.Of(new byte[] { 0xAA, 0xBB }), Value.Of(5), Value.Of(new Instant(1_000_000))];
        var snapshot = await fixture.WriteAsync(view, [new FeatureRow(key, new Instant(0), new Instant(0), 0, [Value.Of(9L)])]);

        await fixture.JoinAsync(path, (view, snapshot));

        Assert.Equal([Value.Of(9L)], await fixture.ReadLastColumnAsync());
    }

    [Fact]
    public async Task JoinAsync_OneColumnAsKeyOfTwoTypes_ServesBoth()
    {
        using var fixture = new JoinFixture();
        var textView = TestStore.View([JoinFixture.Text], [JoinFixture.Int64]) with { Name = "text" };
        var numbers = await fixture.WriteAsync(JoinFixture.View, [JoinFixture.Row(1, 0, 7, 0)]);
        var texts = await fixture.WriteAsync(textView, [new FeatureRow([Value.Of("1")], new Instant(0), new Instant(0), 0, [Value.Of(8L)])]);
        var request = fixture.Request(await fixture.FrameAsync("k0,t\n1,2020-01-01\n"));

        await fixture.JoinAsync(request with
        {
            Views = [new TrainingJoinView(JoinFixture.View, numbers, [(0, "number")], ["k0"]), new TrainingJoinView(textView, texts, [(0, "text")], ["k0"])],
        });

        Assert.Equal([Value.Of(1L), Value.Of(new Instant(1_577_836_800_000_000)), Value.Of(7L), Value.Of(8L)], (await fixture.ReadOutputAsync())[0]);
    }

    [Theory]
    [InlineData("18446744073709551615::UBIGINT", "18446744073709551615")]
    [InlineData("[1::UBIGINT, 9223372036854775808::UBIGINT]", "[1, 9223372036854775808]")]
    public async Task JoinAsync_NumberAboveInt64_IsRefusedWithRowAndColumn(string value, string shown)
    {
        using var fixture = new JoinFixture();
        var path = fixture.Store.Directory.File("frame.parquet");
        fixture.Store.Execute($"COPY (SELECT 1 AS k0, TIMESTAMP '2020-01-01' AS t, {value} AS big) TO '{path}'");
        var snapshot = await fixture.WriteAsync(JoinFixture.View, [JoinFixture.Row(1, 0, 7, 0)]);

        var error = await Assert.ThrowsAsync<FeatureStoreException>(() => fixture.JoinAsync(path, (JoinFixture.View, snapshot)));

        Assert.Equal(FeatureStoreErrorCode.InvalidEntityFrame, error.ErrorCode);
        Assert.Contains($"in row 1, column 'big', the value '{shown}' is above", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JoinAsync_UnsignedNumbersWithinInt64_AreKept()
    {
        using var fixture = new JoinFixture();
        var path = fixture.Store.Directory.File("frame.parquet");
        fixture.Store.Execute($"COPY (SELECT 1 AS k0, TIMESTAMP '2020-01-01' AS t, 9223372036854775807::UBIGINT AS big) TO '{path}'");
        var snapshot = await fixture.WriteAsync(JoinFixture.View, [JoinFixture.Row(1, 0, 7, 0)]);

        await fixture.JoinAsync(path, (JoinFixture.View, snapshot));

        Assert.Equal(Value.Of(long.MaxValue), (await fixture.ReadOutputAsync())[0][2]);
    }
}
