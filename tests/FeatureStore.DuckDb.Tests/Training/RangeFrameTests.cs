using System.Security.Cryptography;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace FeatureStore.DuckDb.Tests.Training;

/// <summary>Entity frames that are made of the rows of views, against a few lines that say which rows they have.</summary>
public sealed class RangeFrameTests
{
    private static readonly string[][] KeyColumns = [["customer"], ["customer", "shop"], ["shop"], ["customer"], [], ["customer", "shop"]];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 30)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task MakeFrameAsync_AllKeys_EqualsTheOracle(int seed)
    {
        var random = new Random(seed);
        using var fixture = new JoinFixture();
        var views = await RandomViewsAsync(fixture, random, Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(KeyColumns.Length)));
        var frame = FrameOf(fixture, views, new TrainingSetRange { AsOf = new Instant(random.Next(5, 60)) }) with
        {
            AsKnownAt = random.Next(2) == 0 ? new Instant(random.Next(5, 80)) : null,
            AsKnownAtEntityTime = random.Next(3) == 0,
        };

        await MakesAsync(fixture, frame, AllKeys(frame, views));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task MakeFrameAsync_AllRows_EqualsTheOracle(int seed)
    {
        var random = new Random(seed);
        using var fixture = new JoinFixture();
        var views = await RandomViewsAsync(fixture, random, [random.Next(KeyColumns.Length)]);
        var start = random.Next(60);
        var frame = FrameOf(fixture, views, new TrainingSetRange { View = "v", Start = new Instant(start), End = new Instant(start + random.Next(1, 40)) }) with
        {
            AsKnownAt = random.Next(2) == 0 ? new Instant(random.Next(5, 100)) : null,
            AsKnownAtEntityTime = random.Next(3) == 0,
        };

        await MakesAsync(fixture, frame, AllRows(frame, views[0]));
    }

    [Fact]
    public async Task Pit13_Range_HasAllTimesOfAKeyFromItsStartUpToItsEnd()
    {
        const long hour = 3_600_000_000;
        const long day = 24 * hour;
        const long end = (2 * day) + 1;
        using var fixture = new JoinFixture();
        FeatureRow[] rows =
        [
            .. Enumerable.Range(0, 3).SelectMany(static i => new[] { JoinFixture.Row(1, i * day, 10 * (i + 1), 2 * i), JoinFixture.Row(2, i * day, 100 * (i + 1), (2 * i) + 1) }),
            .. Enumerable.Range(0, 3).Select(static i => JoinFixture.Row(3, day + (i * hour), i + 1, 6 + i)),
            JoinFixture.Row(1, -1, 1_000, 9), JoinFixture.Row(3, end, 2_000, 10), // Just before the start, and at the end, which the next range begins with.
        ];
        var snapshot = await fixture.WriteAsync(JoinFixture.View, rows);
        var range = new TrainingSetRange { View = JoinFixture.View.Name, Start = new Instant(0), End = new Instant(end) };
        var frame = FrameOf(fixture, [(JoinFixture.View, rows, snapshot, ["k0"])], range);

        await fixture.Engine.MakeFrameAsync(frame, TestStore.Token);
        await fixture.JoinAsync(fixture.Request(frame.Path, (JoinFixture.View, snapshot)) with { TimestampColumn = "time" });

        Assert.Equal(
            [(1, 0, 10), (1, day, 20), (1, 2 * day, 30), (2, 0, 100), (2, day, 200), (2, 2 * day, 300), (3, day, 1), (3, day + hour, 2), (3, day + (2 * hour), 3)],
            (await fixture.ReadOutputAsync()).Select(static row => (row[0].AsInt64(), row[1].AsInstant().UnixMicroseconds, row[2].AsInt64())));
    }

    [Fact]
    public async Task MakeFrameAsync_OfManyRowsInOtherFiles_GivesTheSameBytes()
    {
        using var fixture = new JoinFixture();
        var random = new Random(1);
        FeatureRow[] rows = [.. Enumerable.Range(0, 300_000).Select(i => JoinFixture.Row(random.Next(90_000), random.Next(1_000), i, i))];
        var files = await fixture.WriteAsync(JoinFixture.View, rows[..100_000], rows[100_000..140_000], rows[140_000..290_000], rows[290_000..]);
        var merged = await fixture.MergeAsync(JoinFixture.View, files, 3);
        var hashes = new HashSet<string>();
        foreach (var range in new[] { new TrainingSetRange { AsOf = new Instant(900) }, new TrainingSetRange { Start = new Instant(100), End = new Instant(900) } })
        {
            foreach (var snapshot in new[] { files, merged, merged with { Files = [.. merged.Files.Reverse()] } })
            {
                var frame = FrameOf(fixture, [(JoinFixture.View, rows, snapshot, ["customer"])], range);
                Assert.True(await fixture.Engine.MakeFrameAsync(frame, TestStore.Token) > 50_000);
                hashes.Add(Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(frame.Path, TestStore.Token))));
            }
        }

        Assert.Equal(2, hashes.Count);
    }

    [Fact]
    public async Task MakeFrameAsync_ViewThatIsStrictlyBefore_HasNoKeyThatItCannotSee()
    {
        using var fixture = new JoinFixture();
        var view = JoinFixture.View with { StrictBefore = true };
        var snapshot = await fixture.WriteAsync(view, [JoinFixture.Row(1, 9, 1, 0), JoinFixture.Row(2, 10, 1, 1)]);

        await MakesAsync(fixture, FrameOf(fixture, [(view, [], snapshot, ["customer"])], new TrainingSetRange { AsOf = new Instant(10) }), [[Value.Of(1L), Value.Of(new Instant(10))]]);
    }

    [Fact]
    public async Task MakeFrameAsync_TwoKeysOfOneColumn_TakesRowsWhereTheyAreEqual()
    {
        using var fixture = new JoinFixture();
        var view = TestStore.View([JoinFixture.Int64, JoinFixture.Int64], [JoinFixture.Int64]);
        FeatureRow[] rows = [.. new[] { (1L, 1L), (1L, 2L), (2L, 2L) }.Select(static (key, i) => new FeatureRow([Value.Of(key.Item1), Value.Of(key.Item2)], new Instant(5), new Instant(5), i, [Value.Null]))];
        var snapshot = await fixture.WriteAsync(view, rows);

        await MakesAsync(
            fixture,
            FrameOf(fixture, [(view, [], snapshot, ["customer", "customer"])], new TrainingSetRange { Start = new Instant(0), End = new Instant(9) }),
            [[Value.Of(1L), Value.Of(new Instant(5))], [Value.Of(2L), Value.Of(new Instant(5))]]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task MakeFrameAsync_KeysOfEveryType_AreJoinedAsTheyAre(bool asOf)
    {
        using var fixture = new JoinFixture();
        DataType[] types = [new(ScalarType.Int32), new(ScalarType.Int64), new(ScalarType.String), new(ScalarType.Bytes), new(ScalarType.Timestamp)];
        var view = TestStore.View(types, [JoinFixture.Int64]);
        Value[] key = [Value.Of(-7), Value.Of(long.MaxValue), Value.Of("it's \"007\""), Value.Of(new byte[] { 0, 255 }), Value.Of(new Instant(-1))];
        var snapshot = await fixture.WriteAsync(view, [new FeatureRow(key, new Instant(5), new Instant(5), 0, [Value.Of(42L)])]);
        var range = asOf ? new TrainingSetRange { AsOf = new Instant(5) } : new TrainingSetRange { Start = new Instant(5), End = new Instant(6) };
        var frame = FrameOf(fixture, [(view, [], snapshot, ["a", "b", "c \"d\"", "e", "f"])], range);

        await fixture.Engine.MakeFrameAsync(frame, TestStore.Token);
        var result = await fixture.JoinAsync(fixture.Request(frame.Path) with
        {
            TimestampColumn = "time", Views = [new TrainingJoinView(view, snapshot, [(0, "f0")], ["a", "b", "c \"d\"", "e", "f"])],
        });

        Assert.Equal([.. types, new(ScalarType.Timestamp), JoinFixture.Int64], result.Columns.Select(static column => column.Type));
        Value[] expected = [.. key, Value.Of(new Instant(5)), Value.Of(42L)];
        Assert.Equal(expected, (await fixture.ReadOutputAsync())[0]);
    }

    [Fact]
    public async Task MakeFrameAsync_NoRow_SaysWhereTheRowsAre()
    {
        using var fixture = new JoinFixture();
        var snapshot = await fixture.WriteAsync(JoinFixture.View, [JoinFixture.Row(1, 1_000_000, 1, 0)]);
        foreach (var range in new[] { new TrainingSetRange { AsOf = new Instant(0) }, new TrainingSetRange { Start = new Instant(0), End = new Instant(1_000_000) } })
        {
            var frame = FrameOf(fixture, [(JoinFixture.View, [], snapshot, ["customer"])], range);

            var error = await Assert.ThrowsAsync<FeatureStoreException>(() => fixture.Engine.MakeFrameAsync(frame, TestStore.Token));

            Assert.Equal(FeatureStoreErrorCode.InvalidEntityFrame, error.ErrorCode);
            Assert.Contains("are from 1970-01-01T00:00:01Z to 1970-01-01T00:00:01Z", error.Message, StringComparison.Ordinal);
            Assert.Empty(Directory.EnumerateFiles(fixture.Store.Directory.Path, "made*"));
        }
    }

    [Fact]
    public async Task MakeFrameAsync_NoRowHadArrived_SaysSo()
    {
        using var fixture = new JoinFixture();
        var snapshot = await fixture.WriteAsync(JoinFixture.View, [JoinFixture.Row(1, 5, 1, 0, arrival: 100)]);
        var frame = FrameOf(fixture, [(JoinFixture.View, [], snapshot, ["customer"])], new TrainingSetRange { AsOf = new Instant(50) }) with { AsKnownAt = new Instant(99) };

        var error = await Assert.ThrowsAsync<FeatureStoreException>(() => fixture.Engine.MakeFrameAsync(frame, TestStore.Token));

        Assert.Contains($"that had arrived by {new Instant(99)}", error.Message, StringComparison.Ordinal);
    }

    private static async Task MakesAsync(JoinFixture fixture, TrainingFrame frame, IReadOnlyList<Value[]> expected)
    {
        if (expected.Count == 0)
        {
            await Assert.ThrowsAsync<FeatureStoreException>(() => fixture.Engine.MakeFrameAsync(frame, TestStore.Token));
            return;
        }

        Assert.Equal(expected.Count, await fixture.Engine.MakeFrameAsync(frame, TestStore.Token));
        Assert.Equal(expected, await fixture.Store.ReadAsync(frame.Path));
        Assert.Equal([.. ColumnsOf(frame), "time"], (await fixture.ColumnsAsync(frame.Path)).Select(static column => column.Name));
    }

    private static TrainingFrame FrameOf(JoinFixture fixture, IReadOnlyList<(FeatureView View, FeatureRow[] Rows, OfflineSnapshot Snapshot, string[] Keys)> views, TrainingSetRange range) => new()
    {
        Name = range.ToString(),
        Path = fixture.Store.Directory.File("made.parquet"),
        TimestampColumn = "time",
        Range = range,
        Views = [.. views.Select(static view => new TrainingFrameView(view.View, view.Snapshot, view.Keys))],
    };

    private static string[] ColumnsOf(TrainingFrame frame) => [.. frame.Views.SelectMany(static view => view.KeyColumns).Distinct()];

    private static List<Value[]> AllKeys(TrainingFrame frame, IReadOnlyList<(FeatureView View, FeatureRow[] Rows, OfflineSnapshot Snapshot, string[] Keys)> views)
    {
        var columns = ColumnsOf(frame);
        var at = frame.Range.AsOf!.Value; // The callers give it.
        var keys = views.SelectMany(view => view.Rows
                .Where(row => view.View.StrictBefore ? row.EventTime < at : row.EventTime <= at)
                .Where(row => frame.AsKnownAt is not { } known || row.ArrivalTime <= known)
                .Where(row => !frame.AsKnownAtEntityTime || row.ArrivalTime <= at)
                .Select(row => columns.Select(column => Array.IndexOf(view.Keys, column) is >= 0 and var place ? row.KeyValues[place] : Value.Null).ToArray()))
            .ToList();
        var distinct = keys.Where((key, i) => !keys.Take(i).Any(key.SequenceEqual)).ToList();
        return [.. Sort(distinct.Where(key => !distinct.Exists(other => !other.SequenceEqual(key) && key.Zip(other).All(static pair => pair.First.IsNull || pair.First == pair.Second)))
            .Select(key => (Value[])[.. key, Value.Of(at)]))];
    }

    private static List<Value[]> AllRows(TrainingFrame frame, (FeatureView View, FeatureRow[] Rows, OfflineSnapshot Snapshot, string[] Keys) view) => [.. Sort(view.Rows
        .Where(row => row.EventTime >= frame.Range.Start && row.EventTime < frame.Range.End && (frame.AsKnownAt is not { } known || row.ArrivalTime <= known))
        .Select(static row => (Value[])[.. row.KeyValues, Value.Of(row.EventTime)]))];

    private static IEnumerable<Value[]> Sort(IEnumerable<Value[]> rows) => rows.Order(Comparer<Value[]>.Create(static (left, right) =>
    {
        var different = left.Zip(right).FirstOrDefault(static pair => pair.First != pair.Second);
        return different switch
        {
            { First.IsNull: true, Second.IsNull: true } => 0,
            { First.IsNull: true } => 1,
            { Second.IsNull: true } => -1,
            { First.Type.Element: ScalarType.Int64 } pair => pair.First.AsInt64().CompareTo(pair.Second.AsInt64()),
            { First.Type.Element: ScalarType.String } pair => string.CompareOrdinal(pair.First.ToString(), pair.Second.ToString()),
            var pair => pair.First.AsInstant().CompareTo(pair.Second.AsInstant()),
        };
    }));

    private static async Task<List<(FeatureView View, FeatureRow[] Rows, OfflineSnapshot Snapshot, string[] Keys)>> RandomViewsAsync(JoinFixture fixture, Random random, IEnumerable<int> kinds)
    {
        var views = new List<(FeatureView, FeatureRow[], OfflineSnapshot, string[])>();
        foreach (var kind in kinds)
        {
            var keys = KeyColumns[kind];
            var view = TestStore.View(keys.Select(static column => column == "shop" ? JoinFixture.Text : JoinFixture.Int64), [JoinFixture.Int64]) with
            {
                Name = $"view{views.Count}", StrictBefore = random.Next(3) == 0, Ttl = TimeSpan.FromMicroseconds(random.Next(2)),
            };
            FeatureRow[] rows = [.. Enumerable.Range(0, random.Next(60)).Select(i =>
            {
                var time = random.Next(80);
                return new FeatureRow(
                    [.. keys.Select(column => column == "shop" ? Value.Of($"s{random.Next(12)}") : Value.Of((long)random.Next(12)))], new Instant(time), new Instant(time + random.Next(-5, 40)), i,
                    [random.Next(3) == 0 ? Value.Null : Value.Of((long)i)]);
            })];
            var (first, second) = (random.Next(rows.Length + 1), random.Next(rows.Length + 1));
            var (cut, next) = (Math.Min(first, second), Math.Max(first, second));
            var files = await fixture.WriteAsync(view, rows[..cut], rows[cut..next], rows[next..]);
            views.Add((view, rows, random.Next(2) == 0 ? files : await fixture.MergeAsync(view, files, random.Next(2, 4)), keys));
        }

        return views;
    }
}
