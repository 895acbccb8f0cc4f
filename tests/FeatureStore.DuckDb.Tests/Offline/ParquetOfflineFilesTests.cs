using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace FeatureStore.DuckDb.Tests.Offline;

public sealed class ParquetOfflineFilesTests
{
    private static readonly DataType Int64 = new(ScalarType.Int64);
    private static readonly DataType Text = new(ScalarType.String);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task WriteAsync_RandomRowsOfEveryType_ComeBackBitForBit(int seed)
    {
        using var store = new TestStore();
        var random = new Random(seed);
        var view = TestStore.View([Int64, Text], RandomValues.Types);
        var rows = new List<FeatureRow>();
        for (var i = 0; i < 5_000; i++)
        {
            rows.Add(new FeatureRow(
                [Value.Of(random.NextInt64()), Value.Of($"key {i}")], new Instant(random.NextInt64()), new Instant(i), i,
                [.. RandomValues.Types.Select(type => RandomValues.Next(random, type))]));
        }

        var file = await store.WriteAsync(view, rows);
        var read = await store.ReadAsync(store.FullPath(file));

        Assert.Equal(rows.Count, read.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            Value[] expected = [.. row.KeyValues, Value.Of(row.EventTime), Value.Of(row.ArrivalTime), Value.Of(row.Sequence), .. row.Values];
            Assert.Equal(expected, read[i]);
        }
    }

    [Fact]
    public async Task WriteAsync_Rows_DescribesTheFile()
    {
        using var store = new TestStore();
        var view = TestStore.View([Int64], [Text]);

        var file = await store.Files.WriteAsync(view, new LogRange(2, 65_536, 131_072), [], [Row(5, 300), Row(6, 100), Row(7, 200)], TestStore.Token);

        Assert.Equal("customer%20engagement/v3/p2/00000000000000065536-00000000000000131072.parquet", file.Path);
        Assert.Equal((2, 65_536, 131_072, 3), (file.Partition, file.FirstSequence, file.EndSequence, file.RowCount));
        Assert.Equal((new Instant(100), new Instant(300)), (file.MinEventTime, file.MaxEventTime));
        Assert.Equal(new FileInfo(store.FullPath(file)).Length, file.ByteCount);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task MergeAsync_RandomFiles_HoldsTheSameRowsByKeyTimeAndSequence(int seed)
    {
        using var store = new TestStore();
        var random = new Random(seed);
        var view = TestStore.View([Text, Int64], RandomValues.Types);
        var rows = Enumerable.Range(0, 2_000).Select(i => new FeatureRow(
            [Value.Of(random.Next(2) == 0 ? "1" : "12"), Value.Of((long)random.Next(-3, 30))], new Instant(random.Next(20)), new Instant(i), i,
            [.. RandomValues.Types.Select(type => RandomValues.Next(random, type))])).ToArray();
        var files = new List<OfflineFile>();
        for (var first = 0; first < rows.Length;)
        {
            var end = Math.Min(rows.Length, first + random.Next(1, 700));
            files.Add(await store.Files.WriteAsync(view, new LogRange(1, first, end), [], rows[first..end], TestStore.Token));
            first = end;
        }

        var merged = await store.Files.MergeAsync(view, new LogRange(1, 0, rows.Length), files, TestStore.Token);

        Assert.Equal("customer%20engagement/v3/p1/00000000000000000000-00000000000000002000.sorted.parquet", merged.Path);
        Assert.Equal((1, 0, 2_000, 2_000), (merged.Partition, merged.FirstSequence, merged.EndSequence, merged.RowCount));
        Assert.Equal((files.Min(static file => file.MinEventTime), files.Max(static file => file.MaxEventTime)), (merged.MinEventTime, merged.MaxEventTime));
        Assert.True(merged.IsSorted);
        Assert.DoesNotContain(files, static file => file.IsSorted);
        var expected = rows.OrderBy(static row => row.KeyValues[0].AsString(), StringComparer.Ordinal).ThenBy(static row => row.KeyValues[1].AsInt64())
            .ThenBy(static row => row.EventTime).ThenBy(static row => row.Sequence);
        Assert.Equal(
            expected.Select(static row => (Value[])[.. row.KeyValues, Value.Of(row.EventTime), Value.Of(row.ArrivalTime), Value.Of(row.Sequence), .. row.Values]),
            await store.ReadAsync(store.FullPath(merged)));
    }

    [Fact]
    public async Task MergeAsync_NoRows_MakesNoFile()
    {
        using var store = new TestStore();
        var view = TestStore.View([Int64], [Text]);
        var empty = await store.Files.WriteAsync(view, new LogRange(0, 0, 10), [], [], TestStore.Token);

        var merged = await store.Files.MergeAsync(view, new LogRange(0, 0, 20), [empty, empty with { FirstSequence = 10, EndSequence = 20 }], TestStore.Token);

        Assert.Equal((string.Empty, 0L, 20L), (merged.Path, merged.RowCount, merged.EndSequence));
        Assert.False(Directory.Exists(store.Root) && Directory.EnumerateFiles(store.Root, "*.parquet", SearchOption.AllDirectories).Any());
    }

    [Fact]
    public async Task MergeAsync_FileWithOtherRowsThanRecorded_IsRefusedAndLeavesNothing()
    {
        using var store = new TestStore();
        var view = TestStore.View([Int64], [Text]);
        var file = await store.WriteAsync(view, [Row(0, 100), Row(1, 200)]);

        var error = await Assert.ThrowsAsync<FeatureStoreException>(
            () => store.Files.MergeAsync(view, new LogRange(0, 0, 2), [file with { RowCount = 3 }], TestStore.Token));

        Assert.Equal(FeatureStoreErrorCode.CorruptData, error.ErrorCode);
        Assert.Equal([file.Path], (await store.Files.ListAsync(TestStore.Token)).Select(static stored => stored.Path));
    }

    [Fact]
    public async Task WriteAsync_AnyView_SetsFieldIdsAndTypes()
    {
        using var store = new TestStore();
        var view = TestStore.View([Int64, Text], [new DataType(ScalarType.Float), new DataType(ScalarType.String, IsList: true)]);
        FeatureRow row = new([Value.Of(1L), Value.Of("a")], new Instant(1), new Instant(2), 3, [Value.Null, Value.OfList(ScalarType.String, [])]);
        var file = await store.WriteAsync(view, [row]);

        var columns = new List<string>();
        using var connection = store.Database.Connect();
        var sql = $"SELECT concat_ws(' ', field_id, name, type, logical_type) FROM parquet_schema('{store.FullPath(file)}') WHERE field_id IS NOT NULL";
        using var reader = connection.Query(sql, TestStore.Token);
        Assert.True(reader.ReadChunk(out var chunk));
        for (var i = 0; i < chunk.RowCount; i++)
        {
            columns.Add(chunk[0].GetString(i));
        }

        const string utcMicroseconds = "INT64 TimestampType(isAdjustedToUTC=1, unit=TimeUnit(MILLIS=<null>, MICROS=MicroSeconds(), NANOS=<null>))";
        Assert.Equal(
            [
                "10 k0 INT64", "11 k1 BYTE_ARRAY", $"1 __event_time {utcMicroseconds}", $"2 __arrival_time {utcMicroseconds}",
                "3 __sequence INT64", "100 f0 FLOAT", "101 f1", "100101 element BYTE_ARRAY",
            ],
            columns.Select(static column => column.Replace(" IntType(bitWidth=64, isSigned=1)", string.Empty, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task WriteAsync_SameRowsTwice_GivesTheSameBytes()
    {
        using var first = new TestStore();
        using var second = new TestStore();
        var view = TestStore.View([Int64], [Text]);
        FeatureRow[] rows = [.. Enumerable.Range(0, 65_536).Select(static i => Row(i % 977, i))];

        var one = await first.WriteAsync(view, rows);
        var two = await second.WriteAsync(view, rows);

        Assert.Equal(await File.ReadAllBytesAsync(first.FullPath(one), TestStore.Token), await File.ReadAllBytesAsync(second.FullPath(two), TestStore.Token));
    }

    [Theory]
    [InlineData(1000, 1)]
    [InlineData(65_536, 1)]
    [InlineData(65_536, 65_535)]
    [InlineData(65_536, 40_000, 41_000)]
    [InlineData(65_536, 65_536)]
    [InlineData(300_000, 123_457)]
    [InlineData(300_000, 130_000, 290_000)]
    public async Task WriteAsync_RowsOfEarlierFiles_GivesTheSameBytesAsRowsFromMemory(int count, params int[] ends)
    {
        using var whole = new TestStore();
        using var grown = new TestStore();
        var view = TestStore.View([Int64], [Text, new DataType(ScalarType.Double, IsList: true)]);
        FeatureRow[] rows = [.. Enumerable.Range(0, count).Select(static i => Wide(i))];

        var one = await whole.WriteAsync(view, rows);
        var before = new List<OfflineFile>();
        var start = 0;
        foreach (var end in ends)
        {
            before.Add(await grown.Files.WriteAsync(view, new LogRange(0, start, end), [], rows[start..end], TestStore.Token));
            start = end;
        }

        var two = await grown.Files.WriteAsync(view, new LogRange(0, 0, count), before, rows[start..], TestStore.Token);

        Assert.Equal(one, two);
        Assert.Equal(await File.ReadAllBytesAsync(whole.FullPath(one), TestStore.Token), await File.ReadAllBytesAsync(grown.FullPath(two), TestStore.Token));
    }

    [Fact]
    public async Task WriteAsync_LongTexts_WritesRowGroupsThatFitIntoMemory()
    {
        using var store = new TestStore(memoryLimitMebibytes: 512);
        var view = TestStore.View([Int64], [Text]);
        FeatureRow[] rows = [.. Enumerable.Range(0, 10_000).Select(static i => Row(i, i) with { Values = [Value.Of(new string((char)('a' + (i % 26)), 10_000) + i)] })];

        var file = await store.WriteAsync(view, rows);

        using var connection = store.Database.Connect();
        using var groups = connection.Query($"SELECT CAST(max(row_group_num_rows) AS BIGINT) FROM parquet_metadata('{store.FullPath(file)}')", TestStore.Token);
        Assert.True(groups.ReadChunk(out var chunk));
        Assert.Equal(2_048, chunk[0].GetInt64(0));
        var read = await store.ReadAsync(store.FullPath(file), 9_999);
        Assert.EndsWith("9999", Assert.Single(read)[^1].AsString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_AnEarlierFileIsGone_SaysWhichAndLeavesNothing()
    {
        using var store = new TestStore();
        var view = TestStore.View([Int64], [Text]);
        var before = await store.Files.WriteAsync(view, new LogRange(0, 0, 5), [], [Row(1, 1)], TestStore.Token);
        File.Delete(store.FullPath(before));

        var exception = await Assert.ThrowsAsync<FeatureStoreException>(
            () => store.Files.WriteAsync(view, new LogRange(0, 0, 10), [before], [Row(2, 2)], TestStore.Token));

        Assert.Contains(before.Path, exception.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(store.Root, "*.parquet*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task WriteAsync_SameRangeAgain_ReplacesTheFile()
    {
        using var store = new TestStore();
        var view = TestStore.View([Int64], [Text]);
        await store.Files.WriteAsync(view, new LogRange(0, 0, 10), [], [Row(1, 1)], TestStore.Token);

        var file = await store.Files.WriteAsync(view, new LogRange(0, 0, 10), [], [Row(1, 1), Row(2, 2)], TestStore.Token);

        Assert.Equal(2, (await store.ReadAsync(store.FullPath(file))).Count);
        Assert.Single(Directory.GetFiles(store.Root, "*.parquet*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task WriteAsync_NoRows_MakesNoFile()
    {
        using var store = new TestStore();

        var file = await store.Files.WriteAsync(TestStore.View([Int64], [Text]), new LogRange(0, 5, 9), [], [], TestStore.Token);

        Assert.Equal((string.Empty, 0, 0), (file.Path, file.RowCount, file.ByteCount));
        Assert.False(Directory.Exists(store.Root));
    }

    [Fact]
    public async Task WriteAsync_Cancelled_LeavesNothing()
    {
        using var store = new TestStore();
        using var source = new CancellationTokenSource();
        FeatureRow[] rows = [.. Enumerable.Range(0, 10).Select(i => Row(i, i))];
        var cancelling = new CancellingRows(rows, source);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => store.Files.WriteAsync(TestStore.View([Int64], [Text]), new LogRange(0, 0, 10), [], cancelling, source.Token));

        Assert.Empty(Directory.GetFiles(store.Root, "*.parquet*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task WriteAsync_FeatureNamedLikeAKeyButForCase_IsRefused()
    {
        using var store = new TestStore();
        var view = TestStore.View([Int64], [Text]) with { Features = [new Feature { Name = "K0", Type = Text, From = "x" }] };

        var exception = await Assert.ThrowsAsync<FeatureStoreException>(() => store.WriteAsync(view, [Row(1, 1)]));

        Assert.Equal(FeatureStoreErrorCode.FeatureNameCollision, exception.ErrorCode);
        Assert.Contains("'K0'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_ViewWithoutEntities_HasNoKeyColumns()
    {
        using var store = new TestStore();
        var file = await store.WriteAsync(TestStore.View([], [Int64]), [new FeatureRow([], new Instant(1), new Instant(2), 3, [Value.Of(4L)])]);

        var columns = await store.Tables.GetColumnsAsync(store.FullPath(file), TestStore.Token);

        Assert.Equal([OfflineColumns.EventTime, OfflineColumns.ArrivalTime, OfflineColumns.Sequence, "f0"], columns.Select(static column => column.Name));
    }

    [Fact]
    public async Task WriteAsync_FolderThatCannotBeMade_NamesTheFile()
    {
        using var store = new TestStore();
        Directory.CreateDirectory(store.Root);
        await File.WriteAllTextAsync(Path.Combine(store.Root, "customer%20engagement"), "in the way", TestStore.Token);

        await Assert.ThrowsAnyAsync<IOException>(() => store.WriteAsync(TestStore.View([Int64], [Text]), [Row(1, 1)]));
    }

    [Fact]
    public async Task Open_FileThatAnotherProcessIsWriting_LeavesItAndListsItAsPartial()
    {
        using var store = new TestStore();
        var half = Path.Combine(store.Root, "v", "v1", "p0", "1-2.parquet.tmp");
        Directory.CreateDirectory(Path.GetDirectoryName(half)!);
        await File.WriteAllTextAsync(half, "PAR1", TestStore.Token);

        await store.WriteAsync(TestStore.View([Int64], [Text]), [Row(1, 1)]);

        Assert.True(File.Exists(half));
        var partial = Assert.Single(await store.Files.ListAsync(TestStore.Token), static file => file.IsPartial);
        Assert.Equal(("v/v1/p0/1-2.parquet.tmp", 4L), (partial.Path, partial.ByteCount));
    }

    private static FeatureRow Row(long key, long time) => new([Value.Of(key)], new Instant(time), new Instant(time + 5), time, [Value.Of($"value {key}")]);

    private static FeatureRow Wide(int i) => Row(i % 977, i) with
    {
        Values =
        [
            i % 7 == 0 ? Value.Null : Value.Of($"text {i * 7919L % 1009}"),
            i % 5 == 0 ? Value.Null : Value.OfList(ScalarType.Double, [Value.Of(i / 3.0), Value.Of(double.NaN)]),
        ],
    };

    /// <summary>Cancels when the last row is read, so that the copy to the file is what is stopped.</summary>
    private sealed class CancellingRows(FeatureRow[] rows, CancellationTokenSource source) : IReadOnlyList<FeatureRow>
    {
        public int Count => rows.Length;

        public FeatureRow this[int index] => rows[index];

        public IEnumerator<FeatureRow> GetEnumerator()
        {
            foreach (var row in rows)
            {
                yield return row;
            }

            source.Cancel();
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
