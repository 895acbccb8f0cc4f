using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace Conformance.Offline;

/// <summary>What everything that reads the rows of many keys does. Of the rows that are passed only the newest of a key has to be given; the suite takes either.</summary>
public abstract class PastRowsConformance : OfflineReadingConformance<IPastRows>
{
    private static readonly FeatureView Simple = View([Int64], [Double]);

    private static readonly PastRange Everything = new()
    {
        From = Instant.MinValue, Through = Instant.MaxValue, LastArrival = Instant.MaxValue, PassedTime = Instant.MinValue, PassedArrival = Instant.MinValue,
    };

    [Fact]
    public async Task ReadAsync_NoFilesNoKeysOrUnknownOnes_GivesNothing()
    {
        Assert.Empty(await ReadAsync(Simple, await WriteAsync(Simple), Keys(1), Everything));
        Assert.Empty(await ReadAsync(Simple, await WriteAsync(Simple, []), Keys(1), Everything));

        var snapshot = await WriteAsync(Simple, [Row(1, 5, 0, Value.Of(1.0))]);
        Assert.Empty(await ReadAsync(Simple, snapshot, [], Everything));
        Assert.Empty(await ReadAsync(Simple, snapshot, Keys(2, 3), Everything));
    }

    [Fact]
    public async Task ReadAsync_TiesRepetitionsAndDisorderAcrossFiles_AreOrderedByKeyTimeAndSequence()
    {
        var snapshot = await WriteAsync(
            Simple,
            [Row(1, 9, 0, Value.Of(1.0)), Row(1, 5, 1, Value.Of(1.0)), Row(2, 5, 2, Value.Of(1.0))],
            [],
            [Row(1, 5, 4, Value.Of(1.0)), Row(2, -7, 5, Value.Null), Row(1, 9, 6, Value.Of(1.0)), Row(3, 1, 7, Value.Of(1.0))]);

        Assert.Equal(
            [(0, -7, 5), (0, 5, 2), (2, 5, 1), (2, 5, 4), (2, 9, 0), (2, 9, 6)], Places(await ReadAsync(Simple, snapshot, Keys(2, 99, 1), Everything)));
    }

    [Fact]
    public async Task ReadAsync_Bounds_AreIncluded()
    {
        var snapshot = await WriteAsync(Simple, [.. Enumerable.Range(0, 10).Select(static i => Row(1, i, i, Value.Null))]);

        Assert.Equal(
            [3, 4, 5, 6], (await ReadAsync(Simple, snapshot, Keys(1), Everything with { From = new Instant(3), Through = new Instant(8), LastArrival = new Instant(6) })).Select(static row => row.Row.Sequence));
    }

    [Fact]
    public async Task ReadAsync_NewestOfThePassedRows_IsGivenWithItsTies()
    {
        var snapshot = await WriteAsync(
            Simple, [Row(1, 1, 0, Value.Of(1.0)), Row(1, 4, 1, Value.Of(2.0)), Row(1, 4, 2, Value.Null), Row(1, 2, 3, Value.Of(4.0)), Row(1, 7, 4, Value.Of(5.0)), Row(2, 3, 5, Value.Of(6.0))]);

        var read = await ReadAsync(Simple, snapshot, Keys(1, 2), Everything with { PassedTime = new Instant(5), PassedArrival = new Instant(3) });

        Assert.Equal(Value.Null, read.Single(static row => row.Row.Sequence == 2).Row.Values[0]);
        Assert.Equal([2, 4, 5], read.Select(static row => row.Row.Sequence).Where(static sequence => sequence is 2 or 4 or 5));
    }

    [Fact]
    public async Task ReadAsync_EveryTypeAndNull_ComesBackBitForBit()
    {
        var (view, random) = (View([Text, Int64], AllTypes), new Random(1));
        var keys = new[] { new[] { Value.Of("it's \"quoted\" 🚌"), Value.Of(long.MinValue) }, [Value.Of(string.Empty), Value.Of(0L)] };
        FeatureRow[] rows =
            [.. Enumerable.Range(0, 200).Select(i => new FeatureRow(keys[i / 100], new Instant(i), new Instant(i * 7), i, [.. AllTypes.Select(type => Extreme(random, type))]))];

        // Half of the rows are passed, so that the newest of them comes its own way.
        var read = await ReadAsync(view, await WriteAsync(view, rows), keys, Everything with { PassedTime = new Instant(150), PassedArrival = Instant.MaxValue });

        Assert.Contains(read, static row => row.Row.Sequence == 99);
        Assert.Contains(read, static row => row.Row.Sequence == 150);
        Assert.All(read, row => Assert.Equal((rows[row.Row.Sequence].ArrivalTime, row.Row.Sequence / 100), (row.Row.ArrivalTime, (long)row.Key)));
        Assert.All(read, row => Assert.Equal(rows[row.Row.Sequence].Values, row.Row.Values));
    }

    [Fact]
    public async Task ReadAsync_SomeColumnsInAnotherOrder_GivesThoseInThatOrder()
    {
        var view = View([Int64], [Double, Text, Bool]);
        var snapshot = await WriteAsync(view, [Row(1, 5, 0, Value.Of(1.5), Value.Of("x"), Value.Of(true))]);
        var columns = new ViewColumns(view).All;

        Assert.Equal(
            [Value.Of(true), Value.Of(1.5)], Assert.Single(await Reader.ReadAsync(view, snapshot, Keys(1), [columns[2], columns[0]], Everything, Token).ToListAsync(Token)).Row.Values);
    }

    [Fact]
    public async Task ReadAsync_ViewWithoutEntities_HasOneKey()
    {
        var view = View([], [Double]);
        var snapshot = await WriteAsync(view, [new FeatureRow([], new Instant(1), new Instant(1), 0, [Value.Of(1.0)]), new FeatureRow([], new Instant(0), new Instant(1), 1, [Value.Null])]);

        Assert.Equal([(0, 0, 1), (0, 1, 0)], Places(await ReadAsync(view, snapshot, [[]], Everything)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task ReadAsync_RandomRowsAndRanges_GivesAllThatIsWantedAndNothingElse(int seed)
    {
        var random = new Random(seed);
        FeatureRow[] log = [.. Enumerable.Range(0, 400).Select(i => new FeatureRow(
            [Value.Of(random.NextInt64(5))], new Instant(random.Next(-20, 20)), new Instant(i / 3), i, [random.Next(3) == 0 ? Value.Null : Value.Of(random.NextDouble())]))];
        var snapshot = await WriteAsync(Simple, [.. log.Chunk(150)]);
        for (var round = 0; round < 60; round++)
        {
            long[] keys = [.. Enumerable.Range(0, 7).Select(static key => (long)key).OrderBy(_ => random.Next()).Take(random.Next(1, 7))];
            var range = new PastRange
            {
                From = new Instant(random.Next(-25, 5)), Through = new Instant(random.Next(-5, 25)), LastArrival = new Instant(random.Next(140)),
                PassedTime = new Instant(random.Next(-25, 25)), PassedArrival = new Instant(random.Next(140)),
            };
            AssertGives(await ReadAsync(Simple, snapshot, Keys(keys), range), log, keys, range);
        }
    }

    [Fact]
    public async Task ReadAsync_ManyKeysAndRows_AreStreamedInOrderAndCanBeLeft()
    {
        const int Count = 60_000;
        FeatureRow[] log = [.. Enumerable.Range(0, Count).Select(static i => Row(i % 6_000, i * 7919L % Count, i, Value.Of((double)i)))];
        var snapshot = await WriteAsync(Simple, log);
        long[] keys = [.. Enumerable.Range(0, 5_000).Select(static i => 5_999L - i)];

        var read = await ReadAsync(Simple, snapshot, Keys(keys), Everything);

        Assert.Equal(50_000, read.Count);
        AssertGives(read, log, keys, Everything);
        Assert.Equal([0, 0, 0], await Reader.ReadAsync(Simple, snapshot, Keys(keys), new ViewColumns(Simple).All, Everything, Token).Take(3).Select(static row => row.Key).ToListAsync(Token));
    }

    [Fact]
    public async Task ReadAsync_ManyAtOnce_EachGivesItsOwnKeys()
    {
        var snapshot = await WriteAsync(Simple, [.. Enumerable.Range(0, 600).Select(static i => Row(i % 6, i, i, Value.Of((double)i)))]);

        await Parallel.ForAsync(0L, 12, Token, async (side, token) =>
        {
            var read = await Reader.ReadAsync(Simple, snapshot, Keys(side % 6), new ViewColumns(Simple).All, Everything, token).ToListAsync(token);
            Assert.Equal((100, true), (read.Count, read.TrueForAll(row => row.Row.Sequence % 6 == side % 6)));
        });
    }

    [Fact]
    public async Task ReadAsync_TwoVersions_EachReadsItsOwnFiles()
    {
        var second = View([Int64], [Text], version: 2);
        var (first, later) = (await WriteAsync(Simple, [Row(1, 5, 0, Value.Of(1.5))]), await WriteAsync(second, [Row(1, 6, 0, Value.Of("new"))]));

        Assert.Equal([Value.Of(1.5)], Assert.Single(await ReadAsync(Simple, first, Keys(1), Everything)).Row.Values);
        Assert.Equal([Value.Of("new")], Assert.Single(await ReadAsync(second, later, Keys(1), Everything)).Row.Values);
    }

    [Fact]
    public async Task ReadAsync_AFileIsMissing_SaysThatDataAreCorrupt()
    {
        var snapshot = await WriteWithMissingFileAsync(Simple, [Row(1, 5, 0, Value.Of(1.5))]);

        await AssertCorruptAsync(() => ReadAsync(Simple, snapshot, Keys(1), Everything));
    }

    [Fact]
    public async Task ReadAsync_Cancelled_Stops()
    {
        var snapshot = await WriteAsync(Simple, [.. Enumerable.Range(0, 9_000).Select(static i => Row(1, i, i, Value.Null))]);
        var columns = new ViewColumns(Simple).All;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Reader.ReadAsync(Simple, snapshot, Keys(1), columns, Everything, new CancellationToken(canceled: true)).ToListAsync(Token));

        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in Reader.ReadAsync(Simple, snapshot, Keys(1), columns, Everything, stop.Token))
            {
                await stop.CancelAsync();
            }
        });
    }

    private static void AssertGives(List<PastRow> read, FeatureRow[] log, long[] keys, PastRange range)
    {
        Assert.Equal(Places(read).Order(), Places(read));
        Assert.Distinct(read.Select(static row => row.Row.Sequence));
        foreach (var row in read)
        {
            var written = log[row.Row.Sequence];
            Assert.Equal((keys[row.Key], written.EventTime, written.ArrivalTime), (written.KeyValues[0].AsInt64(), row.Row.EventTime, row.Row.ArrivalTime));
            Assert.Equal(written.Values, row.Row.Values);
            Assert.True(IsIn(range, written), $"{written} is not in {range}.");
        }

        var given = read.Select(static row => row.Row.Sequence).ToHashSet();
        var wanted = log.Where(row => IsIn(range, row) && keys.Contains(row.KeyValues[0].AsInt64())).ToLookup(row => row.EventTime <= range.PassedTime && row.ArrivalTime <= range.PassedArrival);
        var newest = wanted[true].GroupBy(static row => row.KeyValues[0]).Select(static key => key.MaxBy(static row => (row.EventTime, row.Sequence)));
        Assert.All(wanted[false].Concat(newest), row => Assert.Contains(row.Sequence, given));
    }

    private static bool IsIn(PastRange range, FeatureRow row) => row.EventTime >= range.From && row.EventTime <= range.Through && row.ArrivalTime <= range.LastArrival;

    private static IReadOnlyList<Value[]> Keys(params long[] keys) => [.. keys.Select(static key => new[] { Value.Of(key) })];

    private static IEnumerable<(int Key, long Time, long Sequence)> Places(IEnumerable<PastRow> rows) => rows.Select(static row => (row.Key, row.Row.EventTime.UnixMicroseconds, row.Row.Sequence));

    private async Task<List<PastRow>> ReadAsync(FeatureView view, OfflineSnapshot snapshot, IReadOnlyList<Value[]> keys, PastRange range)
        => await Reader.ReadAsync(view, snapshot, keys, new ViewColumns(view).All, range, Token).ToListAsync(Token);
}
