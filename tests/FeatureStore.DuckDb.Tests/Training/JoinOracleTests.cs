using System.Globalization;
using System.Text.Json;
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

    // With keys of one and of two digits, pairs such as 1 and "23", 12 and "3" come up.
    private static readonly string[] Customers = ["3", "23", "2", "c"];

    // A hundred ticks of minutes go over a change of the clocks in each; Lord Howe's is of half an hour.
    private static readonly Ticks[] Clocks =
    [
        new(0, 1, "America/New_York"),
        Around("2015-11-01T06:00:00Z", "America/New_York"),
        Around("2021-03-28T01:00:00Z", "Europe/Berlin"),
        Around("2022-04-02T15:00:00Z", "Australia/Lord_Howe"),
    ];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 32)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task JoinAsync_RandomViewsAndFrame_EqualsTheOracle(int seed)
    {
        var random = new Random(seed);
        var clock = Clocks[seed % Clocks.Length];
        using var fixture = new JoinFixture(entityRowsPerSlice: seed % 3 == 0 ? 7 : 100_000);
        var join = fixture.Request(string.Empty) with
        {
            AsKnownAt = random.Next(3) == 0 ? clock.At(random.Next(120)) : null,
            AsKnownAtEntityTime = random.Next(3) == 0,
        };
        var entities = Enumerable.Range(0, random.Next(1, 150)).Select(_ => new EntityRow(RandomKey(random), Customers[random.Next(4)], clock.At(random.Next(100)))).ToArray();
        var views = new List<(FeatureView View, FeatureRow[] Rows)>();
        var joinViews = new List<TrainingJoinView>();
        for (var i = 0; i < 3; i++)
        {
            var view = RandomView(random, i, clock);
            FeatureRow[] rows = [.. RandomRows(random, view, clock)];
            int[] cuts = [.. Enumerable.Range(0, 3).Select(_ => random.Next(rows.Length + 1)).Order()];
            var files = await fixture.WriteAsync(view, rows[..cuts[0]], Again(random, rows, cuts[0], cuts[1]), Again(random, rows, cuts[1], cuts[2]), Again(random, rows, cuts[2], rows.Length));
            views.Add((view, rows));
            joinViews.Add(new TrainingJoinView(
                view,
                await CompactAsync(fixture, view, files, random.Next(4)),
                [.. view.Features.Select((feature, index) => (index, $"v{i}_{feature.Name}"))],
                i == 0 ? ["key"] : ["key", "customer"]));
        }

        await fixture.JoinAsync(join with { Frame = JoinFixture.Frame(await FrameAsync(fixture, entities, random.Next(5), clock)), TimestampColumn = "time", Views = joinViews });

        var actual = await fixture.ReadOutputAsync();
        Assert.Equal(entities.Length, actual.Count);
        for (var i = 0; i < entities.Length; i++)
        {
            Value[] expected =
            [
                entities[i].Key is { } key ? Value.Of(key) : Value.Null, Value.Of(entities[i].Customer), Value.Of(entities[i].Time),
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
            .Where(row => entity.Key is { } key && row.KeyValues[0] == Value.Of(key) && (row.KeyValues.Length == 1 || row.KeyValues[1] == Value.Of(entity.Customer)))
            .Where(row => view.StrictBefore ? row.EventTime < entity.Time : row.EventTime <= entity.Time)
            .Where(row => view.Ttl == TimeSpan.Zero || row.EventTime >= entity.Time - view.Ttl)
            .Where(row => join.AsKnownAt is not { } moment || row.ArrivalTime <= moment)
            .Where(row => !join.AsKnownAtEntityTime || row.ArrivalTime <= entity.Time)
            .OrderByDescending(static row => row.EventTime)
            .ThenByDescending(static row => row.Sequence)
            .ToList();
        return view.Features.Select((_, i) => view.NullPolicy == NullPolicy.NewestNonNull
            ? seen.Select(row => row.Values[i]).FirstOrDefault(static value => !value.IsNull)
            : seen.Select(row => row.Values[i]).FirstOrDefault());
    }

    /// <summary>1, 4, 8 or 12, seldom one that no view has, or none.</summary>
    private static long? RandomKey(Random random) => random.Next(12) switch
    {
        0 => null,
        1 => 2,
        _ => 1 + (random.Next(4) * 11 / 3),
    };

    /// <summary>The rows between two places, and some of those before as a replay writes them again.</summary>
    private static FeatureRow[] Again(Random random, FeatureRow[] rows, int from, int to) => [.. rows[..from].Where(_ => random.Next(8) == 0), .. rows[from..to]];

    private static FeatureView RandomView(Random random, int number, Ticks clock) => TestStore.View(
        number == 0 ? [JoinFixture.Int64] : [JoinFixture.Int64, JoinFixture.Text], FeatureTypes) with
    {
        Name = $"view{number}",
        Ttl = TimeSpan.FromMicroseconds(random.Next(2) * random.Next(1, 30) * clock.Step),
        StrictBefore = random.Next(2) == 0,
        NullPolicy = random.Next(2) == 0 ? NullPolicy.Newest : NullPolicy.NewestNonNull,
    };

    private static IEnumerable<FeatureRow> RandomRows(Random random, FeatureView view, Ticks clock)
    {
        var count = random.Next(200);
        for (var sequence = 0; sequence < count; sequence++)
        {
            Value[] key = [Value.Of(1L + (random.Next(4) * 11 / 3)), Value.Of(Customers[random.Next(4)])];
            var time = random.Next(100);
            yield return new FeatureRow(
                key[..view.Entities.Count], clock.At(time), clock.At(time + random.Next(-5, 40)), sequence,
                [.. view.Features.Select(feature => RandomValues.Next(random, feature.Type))]);
        }
    }

    /// <summary>A frame as CSV, in UTC or as the clocks of a zone go, JSON, NDJSON, or Parquet whose times have nanoseconds.</summary>
    private static async Task<string> FrameAsync(JoinFixture fixture, EntityRow[] entities, int format, Ticks clock)
    {
        if (format is 0 or 4)
        {
            return await fixture.FrameAsync(
                "key,customer,time\n" + string.Concat(entities.Select(entity => $"{entity.Key},{entity.Customer},{(format == 4 ? clock.Local(entity.Time) : entity.Time.ToString())}\n")));
        }

        string[] rows = [.. entities.Select(static entity => JsonSerializer.Serialize(new { key = entity.Key, customer = entity.Customer, time = entity.Time.ToString() }))];
        if (format == 1)
        {
            return await fixture.FrameAsync($"[{string.Join(',', rows)}]", "json");
        }

        var lines = await fixture.FrameAsync(string.Join('\n', rows), "ndjson");
        if (format == 2)
        {
            return lines;
        }

        var path = Path.ChangeExtension(lines, "parquet");
        fixture.Store.Execute(
            $$"""
            COPY (SELECT key, customer, make_timestamp_ns(epoch_us(time) * 1000 + epoch_us(time) * 7 % 1000) AS time
                FROM read_json('{{lines}}', columns = {key: 'BIGINT', customer: 'VARCHAR', time: 'TIMESTAMPTZ'})) TO '{{path}}' (FORMAT parquet)
            """);
        return path;
    }

    private static Ticks Around(string change, string zone)
    {
        const long step = 3 * 60_000_000;
        Assert.True(Instant.TryParse(change, out var time));
        return new Ticks(time.UnixMicroseconds - (50 * step), step, zone);
    }

    private sealed record EntityRow(long? Key, string Customer, Instant Time);

    /// <summary>Times at equal distances.</summary>
    /// <param name="Origin">The first, in microseconds since 1970.</param>
    /// <param name="Step">Microseconds between two.</param>
    /// <param name="Zone">A zone whose clocks change among them.</param>
    private sealed record Ticks(long Origin, long Step, string Zone)
    {
        internal Instant At(int tick) => new(Origin + (tick * Step));

        /// <summary>As the clocks of the zone show it: with the name of the zone, or with the distance from UTC, which tells the two hours of autumn apart.</summary>
        internal string Local(Instant time)
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(Zone);
            var local = TimeZoneInfo.ConvertTime(new DateTimeOffset(time.ToDateTime(), TimeSpan.Zero), zone);
            return zone.IsAmbiguousTime(local.DateTime) || time.UnixMicroseconds / Step % 2 == 0
                ? local.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture)
                : local.ToString("yyyy-MM-dd HH:mm:ss.ffffff ", CultureInfo.InvariantCulture) + Zone;
        }
    }
}
