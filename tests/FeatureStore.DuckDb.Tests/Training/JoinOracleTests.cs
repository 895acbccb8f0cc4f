using System.Globalization;
using System.Text;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace FeatureStore.DuckDb.Tests.Training;

/// <summary>The whole way, from files to file, against a few lines that say what a training set is.</summary>
public sealed class JoinOracleTests
{
    private static readonly DataType[] FeatureTypes =
        [new(ScalarType.Int64), new(ScalarType.String), new(ScalarType.Double), new(ScalarType.String, IsList: true)];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 24)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task JoinAsync_RandomViewsAndFrame_EqualsTheOracle(int seed)
    {
        var random = new Random(seed);
        using var fixture = new JoinFixture(entityRowsPerSlice: seed % 3 == 0 ? 7 : 100_000);
        var join = fixture.Request(string.Empty) with
        {
            AsKnownAt = random.Next(3) == 0 ? new Instant(random.Next(120)) : null,
            AsKnownAtEntityTime = random.Next(3) == 0,
        };
        var entities = Enumerable.Range(0, random.Next(1, 150)).Select(_ => new EntityRow(random.Next(9), $"c{random.Next(4)}", random.Next(100))).ToArray();
        var views = new List<(FeatureView View, FeatureRow[] Rows)>();
        var joinViews = new List<TrainingJoinView>();
        for (var i = 0; i < 3; i++)
        {
            var view = RandomView(random, i);
            FeatureRow[] rows = [.. RandomRows(random, view)];
            int[] cuts = [.. Enumerable.Range(0, 3).Select(_ => random.Next(rows.Length + 1)).Order()];
            var files = await fixture.WriteAsync(view, rows[..cuts[0]], rows[cuts[0]..cuts[1]], rows[cuts[1]..cuts[2]], rows[cuts[2]..]);
            views.Add((view, rows));
            joinViews.Add(new TrainingJoinView(
                view,
                await CompactAsync(fixture, view, files, random.Next(4)),
                [.. view.Features.Select((feature, index) => (index, $"v{i}_{feature.Name}"))],
                i == 0 ? ["key"] : ["key", "customer"]));
        }

        await fixture.JoinAsync(join with { Frame = JoinFixture.Frame(await FrameAsync(fixture, entities, random.Next(3))), TimestampColumn = "time", Views = joinViews });

        var actual = await fixture.ReadOutputAsync();
        Assert.Equal(entities.Length, actual.Count);
        for (var i = 0; i < entities.Length; i++)
        {
            Value[] expected =
            [
                Value.Of(entities[i].Key), Value.Of(entities[i].Customer), Value.Of(new Instant(entities[i].Time)),
                .. views.SelectMany(view => Oracle(entities[i], view.View, view.Rows, join)),
            ];
            Assert.Equal(expected, actual[i]);
        }
    }

    /// <summary>No file, some, all, or all in two is or are sorted by key.</summary>
    private static async Task<OfflineSnapshot> CompactAsync(JoinFixture fixture, FeatureView view, OfflineSnapshot files, int kind)
    {
        if (kind == 0)
        {
            return files;
        }

        var merged = await fixture.MergeAsync(view, files, kind == 1 ? 4 : 2);
        return kind == 2 ? merged with { Files = [merged.Files[0], (await fixture.MergeAsync(view, merged with { Files = [.. merged.Files.Skip(1)] }, 2)).Files[0]] } : merged;
    }

    private static IEnumerable<Value> Oracle(EntityRow entity, FeatureView view, FeatureRow[] rows, TrainingJoin join)
    {
        var seen = rows
            .Where(row => row.KeyValues[0] == Value.Of(entity.Key) && (row.KeyValues.Length == 1 || row.KeyValues[1] == Value.Of(entity.Customer)))
            .Where(row => view.StrictBefore ? row.EventTime.UnixMicroseconds < entity.Time : row.EventTime.UnixMicroseconds <= entity.Time)
            .Where(row => view.Ttl == TimeSpan.Zero || row.EventTime >= new Instant(entity.Time) - view.Ttl)
            .Where(row => join.AsKnownAt is not { } moment || row.ArrivalTime <= moment)
            .Where(row => !join.AsKnownAtEntityTime || row.ArrivalTime <= new Instant(entity.Time))
            .OrderByDescending(static row => row.EventTime)
            .ThenByDescending(static row => row.Sequence)
            .ToList();
        return view.Features.Select((_, i) => view.NullPolicy == NullPolicy.NewestNonNull
            ? seen.Select(row => row.Values[i]).FirstOrDefault(static value => !value.IsNull)
            : seen.Select(row => row.Values[i]).FirstOrDefault());
    }

    private static FeatureView RandomView(Random random, int number) => TestStore.View(
        number == 0 ? [JoinFixture.Int64] : [JoinFixture.Int64, JoinFixture.Text], FeatureTypes) with
    {
        Name = $"view{number}",
        Ttl = TimeSpan.FromMicroseconds(random.Next(2) * random.Next(1, 30)),
        StrictBefore = random.Next(2) == 0,
        NullPolicy = random.Next(2) == 0 ? NullPolicy.Newest : NullPolicy.NewestNonNull,
    };

    private static IEnumerable<FeatureRow> RandomRows(Random random, FeatureView view)
    {
        var count = random.Next(200);
        for (var sequence = 0; sequence < count; sequence++)
        {
            Value[] key = [Value.Of((long)random.Next(9)), Value.Of($"c{random.Next(4)}")];
            var time = random.Next(100);
            yield return new FeatureRow(
                key[..view.Entities.Count], new Instant(time), new Instant(time + random.Next(-5, 40)), sequence,
                [.. view.Features.Select(feature => RandomValues.Next(random, feature.Type))]);
        }
    }

    private static Task<string> FrameAsync(JoinFixture fixture, EntityRow[] entities, int format)
    {
        var text = new StringBuilder(format == 0 ? "key,customer,time\n" : format == 1 ? "[" : string.Empty);
        foreach (var entity in entities)
        {
            var time = new Instant(entity.Time);
            text.Append(format switch
            {
                0 => string.Create(CultureInfo.InvariantCulture, $"{entity.Key},{entity.Customer},{time}\n"),
                1 => string.Create(CultureInfo.InvariantCulture, $"{{\"key\": {entity.Key}, \"customer\": \"{entity.Customer}\", \"time\": \"{time}\"}},"),
                _ => string.Create(CultureInfo.InvariantCulture, $"{{\"key\": {entity.Key}, \"customer\": \"{entity.Customer}\", \"time\": \"{time}\"}}\n"),
            });
        }

        if (format == 1)
        {
            text[^1] = ']';
        }

        return fixture.FrameAsync(text.ToString(), format switch { 0 => "csv", 1 => "json", _ => "ndjson" });
    }

    private sealed record EntityRow(long Key, string Customer, long Time);
}
