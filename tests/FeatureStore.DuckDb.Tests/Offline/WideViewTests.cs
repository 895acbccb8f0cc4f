using Catalog.Core.Values;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace FeatureStore.DuckDb.Tests.Offline;

/// <summary>Views of more features than one table of DuckDB can have filled in memory.</summary>
public sealed class WideViewTests
{
    private const int Features = 1_000;

    private static readonly DataType Int64 = new(ScalarType.Int64);
    private static readonly DataType Number = new(ScalarType.Double);
    private static readonly DataType Text = new(ScalarType.String);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WriteAsync_WideViewsAtOnceInLittleMemory_ComeBackBitForBit()
    {
        using var store = new TestStore(memoryLimitMebibytes: 640);
        var view = TestStore.View([Int64, Text], [.. Enumerable.Repeat(Number, Features - 1), Text]);

        var files = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => Task.Run(() => WriteInTwoAsync(store, view, number), Token)));

        for (var number = 0; number < files.Length; number++)
        {
            Value[][] expected = [.. Rows(number, 0, 3_000).Concat(Rows(number, 3_000, 7_000)).Select(static row => (Value[])
                [.. row.KeyValues, Value.Of(row.EventTime), Value.Of(row.ArrivalTime), Value.Of(row.Sequence), .. row.Values])];
            var read = await store.ReadAsync(store.FullPath(files[number]));
            Assert.Equal(expected.Length, read.Count);
            for (var i = 0; i < expected.Length; i++)
            {
                Assert.Equal(expected[i], read[i]);
            }
        }
    }

    [Fact]
    public async Task WriteAsync_WideRows_GroupsAreSmall()
    {
        using var store = new TestStore(memoryLimitMebibytes: 640);
        var file = await store.WriteAsync(TestStore.View([Int64, Text], [.. Enumerable.Repeat(Number, Features - 1), Text]), Rows(1, 0, 9_000));

        using var connection = store.Database.Connect();
        using var sizes = connection.Query($"SELECT DISTINCT row_group_num_rows::BIGINT FROM parquet_metadata('{store.FullPath(file)}') ORDER BY 1 DESC", Token);
        Assert.True(sizes.ReadChunk(out var chunk));
        Assert.Equal(4_096, chunk[0].GetInt64(0));
    }

    /// <summary>A file, and then one that takes its rows over, as for a chunk of the log that was not complete.</summary>
    private static async Task<OfflineFile> WriteInTwoAsync(TestStore store, FeatureView view, int number)
    {
        var first = await store.Files.WriteAsync(view, new LogRange(number, 0, 3_000), [], Rows(number, 0, 3_000), Token);
        return await store.Files.WriteAsync(view, new LogRange(number, 0, 7_000), [first], Rows(number, 3_000, 7_000), Token);
    }

    private static FeatureRow[] Rows(int number, int first, int end) => [.. Enumerable.Range(first, end - first).Select(i => new FeatureRow(
        [Value.Of((long)i), Value.Of($"key {number}")], new Instant(i), new Instant(i + 5), i,
        [.. Enumerable.Range(0, Features - 1).Select(feature => (i + feature) % 7 == 0 ? Value.Null : Value.Of((number * 1e6) + (i * 0.1) + feature)), Value.Of($"text {i}")]))];
}
