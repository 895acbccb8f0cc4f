using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace Conformance.Offline;

/// <summary>What everything that reads the rows of one key does.</summary>
public abstract class KeyHistoryConformance : OfflineReadingConformance<IKeyHistory>
{
    private static readonly FeatureView Simple = View([Int64], [Double, Bool]);

    private static readonly KeyRange Everything = new();

    [Fact]
    public async Task ReadAsync_NoFiles_GivesNothing()
    {
        Assert.Empty(await ReadAsync(Simple, await WriteAsync(Simple), [Value.Of(1L)], Everything));
        Assert.Empty(await ReadAsync(Simple, await WriteAsync(Simple, []), [Value.Of(1L)], Everything));
    }

    [Fact]
    public async Task ReadAsync_UnknownKey_GivesNothing()
    {
        var snapshot = await WriteAsync(Simple, [Row(1, 5, 0, Value.Of(1.0), Value.Null)]);

        using var rows = await Reader.OpenAsync(Simple, snapshot, [Value.Of(2L)], Columns(Simple), Token);

        Assert.Empty(await rows.ReadAsync(Everything, Token).ToListAsync(Token));
        Assert.Equal(0, await rows.CountAsync(Everything, Token));
    }

    [Fact]
    public async Task ReadAsync_TiesRepetitionsAndDisorderAcrossFiles_AreOrderedByTimeThenSequence()
    {
        var snapshot = await WriteAsync(
            Simple,
            [Row(1, 9, 0, Value.Of(1.0), Value.Null), Row(1, 5, 1, Value.Of(1.0), Value.Null), Row(2, 5, 2, Value.Of(1.0), Value.Null)],
            [],
            [Row(1, 5, 4, Value.Of(1.0), Value.Null), Row(1, -7, 5, Value.Of(1.0), Value.Null), Row(1, 9, 6, Value.Of(1.0), Value.Null)]);

        Assert.Equal([(-7, 5), (5, 1), (5, 4), (9, 0), (9, 6)], Places(await ReadAsync(Simple, snapshot, [Value.Of(1L)], Everything)));
        Assert.Equal([(9, 6), (9, 0), (5, 4)], Places(await ReadAsync(Simple, snapshot, [Value.Of(1L)], new KeyRange { NewestFirst = true, Limit = 3 })));
    }

    [Fact]
    public async Task ReadAsync_Bounds_ExcludeTheFirstAndIncludeTheLast()
    {
        var snapshot = await WriteAsync(Simple, [.. Enumerable.Range(0, 10).Select(static i => Row(1, i, i, Value.Null, Value.Null))]);

        Assert.Equal([4, 5, 6], (await ReadAsync(Simple, snapshot, [Value.Of(1L)], new KeyRange { After = new Instant(3), Through = new Instant(6) })).Select(static row => row.Sequence));
        Assert.Empty(await ReadAsync(Simple, snapshot, [Value.Of(1L)], new KeyRange { After = new Instant(6), Through = new Instant(6) }));
    }

    [Fact]
    public async Task ReadAsync_EveryTypeAndNull_ComesBackBitForBit()
    {
        var (view, random) = (View([Text, Int64], AllTypes), new Random(1));
        Value[] key = [Value.Of("it's \"quoted\" 🚌"), Value.Of(long.MinValue)];
        FeatureRow[] rows =
            [.. Enumerable.Range(0, 200).Select(i => new FeatureRow(key, new Instant(i), new Instant(i * 7), i, [.. AllTypes.Select(type => Extreme(random, type))]))];
        var others = rows.Select(static row => row with { KeyValues = [Value.Of("it's \"quoted\""), row.KeyValues[1]], Sequence = row.Sequence + 200 });

        var read = await ReadAsync(view, await WriteAsync(view, rows, [.. others]), key, Everything);

        Assert.Equal(rows.Select(static row => (row.EventTime, row.ArrivalTime, row.Sequence)), read.Select(static row => (row.EventTime, row.ArrivalTime, row.Sequence)));
        Assert.All(rows.Zip(read), static pair => Assert.Equal(pair.First.Values, pair.Second.Values));
    }

    [Fact]
    public async Task ReadAsync_SomeColumnsInAnotherOrder_GivesThoseInThatOrder()
    {
        var snapshot = await WriteAsync(Simple, [Row(1, 5, 0, Value.Of(1.5), Value.Of(true))]);
        var columns = Columns(Simple);

        Assert.Equal([Value.Of(true), Value.Of(1.5)], Assert.Single(await ReadAsync(Simple, snapshot, [Value.Of(1L)], Everything, [columns[1], columns[0]])).Values);
        Assert.Empty(Assert.Single(await ReadAsync(Simple, snapshot, [Value.Of(1L)], Everything, [])).Values);
    }

    [Fact]
    public async Task ReadAsync_ViewWithoutEntities_HasOneKey()
    {
        var view = View([], [Double]);
        var snapshot = await WriteAsync(view, [new FeatureRow([], new Instant(1), new Instant(1), 0, [Value.Of(1.0)]), new FeatureRow([], new Instant(0), new Instant(1), 1, [Value.Null])]);

        Assert.Equal([(0, 1), (1, 0)], Places(await ReadAsync(view, snapshot, [], Everything)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task ReadAsync_RandomRanges_GivesWhatTheRangeSays(int seed)
    {
        var random = new Random(seed);
        FeatureRow[] log =
        [
            .. Enumerable.Range(0, 400).Select(i => new FeatureRow(
                [Value.Of(random.NextInt64(3))], new Instant(random.Next(-20, 20)), new Instant(i / 3), i,
                [random.Next(3) == 0 ? Value.Null : Value.Of(random.NextDouble()), random.Next(3) switch { 0 => Value.Null, 1 => Value.Of(true), _ => Value.Of(false) }])),
        ];
        var snapshot = await WriteAsync(Simple, [.. log.Chunk(150)]);
        using var rows = await Reader.OpenAsync(Simple, snapshot, [Value.Of(1L)], Columns(Simple), Token);
        var own = log.Where(static row => row.KeyValues[0] == Value.Of(1L)).Select(static row => new KeyRow(row.EventTime, row.ArrivalTime, row.Sequence, row.Values)).ToList();
        for (var round = 0; round < 100; round++)
        {
            var range = RandomRange(random);
            var expected = own.Where(row => IsIn(range, row)).OrderBy(static row => (row.EventTime, row.Sequence)).ToList();
            Assert.Equal(expected.Count, await rows.CountAsync(range, Token));
            if (range.NewestFirst)
            {
                expected.Reverse();
            }

            var read = await rows.ReadAsync(range, Token).ToListAsync(Token);
            Assert.Equal(Places(expected.Take(range.Limit ?? int.MaxValue)), Places(read));
            Assert.All(expected.Zip(read), static pair => Assert.Equal(pair.First.Values, pair.Second.Values));
        }
    }

    [Fact]
    public async Task ReadAsync_ManyRows_AreStreamedInOrderAndCanBeLeft()
    {
        const int Count = 60_000;
        var snapshot = await WriteAsync(Simple, [.. Enumerable.Range(0, Count).Select(static i => Row(1, i * 7919L % Count, i, Value.Of((double)i), Value.Null))]);
        using var rows = await Reader.OpenAsync(Simple, snapshot, [Value.Of(1L)], Columns(Simple), Token);

        Assert.Equal([0, 1, 2], await rows.ReadAsync(Everything, Token).Take(3).Select(static row => row.EventTime.UnixMicroseconds).ToListAsync(Token));

        var all = await rows.ReadAsync(Everything, Token).ToListAsync(Token);
        Assert.Equal(Count, all.Count);
        Assert.All(all.Index(), static row => Assert.Equal((row.Index, row.Item.Sequence), (row.Item.EventTime.UnixMicroseconds, (long)row.Item.Values[0].AsDouble())));
    }

    [Fact]
    public async Task OpenAsync_ManyAtOnce_EachGivesItsOwnKey()
    {
        var snapshot = await WriteAsync(Simple, [.. Enumerable.Range(0, 600).Select(static i => Row(i % 6, i, i, Value.Of((double)i), Value.Null))]);

        await Parallel.ForAsync(0L, 12, Token, async (side, token) =>
        {
            using var rows = await Reader.OpenAsync(Simple, snapshot, [Value.Of(side % 6)], Columns(Simple), token);
            var read = await rows.ReadAsync(Everything, token).ToListAsync(token);
            Assert.Equal((100, true), (read.Count, read.TrueForAll(row => row.Sequence % 6 == side % 6)));
        });
    }

    [Fact]
    public async Task OpenAsync_TwoVersions_EachReadsItsOwnFiles()
    {
        var second = View([Int64], [Text], version: 2);
        var (first, later) = (await WriteAsync(Simple, [Row(1, 5, 0, Value.Of(1.5), Value.Null)]), await WriteAsync(second, [Row(1, 6, 0, Value.Of("new"))]));

        Assert.Equal([Value.Of(1.5), Value.Null], Assert.Single(await ReadAsync(Simple, first, [Value.Of(1L)], Everything)).Values);
        Assert.Equal([Value.Of("new")], Assert.Single(await ReadAsync(second, later, [Value.Of(1L)], Everything)).Values);
    }

    [Fact]
    public async Task OpenAsync_AFileIsMissing_SaysThatDataAreCorrupt()
    {
        var snapshot = await WriteWithMissingFileAsync(Simple, [Row(1, 5, 0, Value.Of(1.5), Value.Null)]);

        await AssertCorruptAsync(() => Reader.OpenAsync(Simple, snapshot, [Value.Of(1L)], Columns(Simple), Token));
    }

    [Fact]
    public async Task ReadAsync_Cancelled_Stops()
    {
        var cancelled = new CancellationToken(canceled: true);
        var snapshot = await WriteAsync(Simple, [Row(1, 5, 0, Value.Of(1.5), Value.Null)]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Reader.OpenAsync(Simple, snapshot, [Value.Of(1L)], Columns(Simple), cancelled));

        using var rows = await Reader.OpenAsync(Simple, snapshot, [Value.Of(1L)], Columns(Simple), Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rows.CountAsync(Everything, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await rows.ReadAsync(Everything, cancelled).ToListAsync(Token));
        Assert.Equal(1, await rows.CountAsync(Everything, Token));
    }

    private static KeyRange RandomRange(Random random) => new()
    {
        After = random.Next(2) == 0 ? null : new Instant(random.Next(-20, 20)),
        Through = random.Next(2) == 0 ? null : new Instant(random.Next(-20, 20)),
        Known = random.Next(2) == 0 ? null : new KnownRows(random.Next(3) == 0 ? long.MaxValue : random.Next(140), random.Next(3) == 0 ? long.MaxValue : random.Next(400)),
        IsUnknown = random.Next(2) == 0,
        NotNull = random.Next(2) == 0 ? null : random.Next(2),
        NotTrue = random.Next(2) == 0 ? null : 1,
        NewestFirst = random.Next(2) == 0,
        Limit = random.Next(2) == 0 ? null : random.Next(1, 20),
    };

    private static bool IsIn(KeyRange range, KeyRow row) => (range.After is not { } after || row.EventTime > after)
        && (range.Through is not { } through || row.EventTime <= through)
        && (range.Known is not { } known || known.Has(row) != range.IsUnknown)
        && (range.NotNull is not { } value || !row.Values[value].IsNull)
        && (range.NotTrue is not { } flag || row.Values[flag] != Value.Of(true));

    private static IReadOnlyList<ViewColumn> Columns(FeatureView view) => new ViewColumns(view).All;

    private static IEnumerable<(long Time, long Sequence)> Places(IEnumerable<KeyRow> rows) => rows.Select(static row => (row.EventTime.UnixMicroseconds, row.Sequence));

    private async Task<List<KeyRow>> ReadAsync(FeatureView view, OfflineSnapshot snapshot, Value[] key, KeyRange range, IReadOnlyList<ViewColumn>? columns = null)
    {
        using var rows = await Reader.OpenAsync(view, snapshot, key, columns ?? Columns(view), Token);
        return await rows.ReadAsync(range, Token).ToListAsync(Token);
    }
}
