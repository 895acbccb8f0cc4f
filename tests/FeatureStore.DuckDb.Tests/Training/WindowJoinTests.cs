using Catalog.Core.Values;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.Model;
using FeatureStore.Rows;
using FeatureStore.Windows;

namespace FeatureStore.DuckDb.Tests.Training;

/// <summary>What was trained equals what was served: every value, bit for bit.</summary>
public sealed class WindowJoinTests
{
    private const long Minute = 60_000_000;

    private static readonly FeatureView View = new()
    {
        Name = "activity",
        Version = 1,
        Domain = "shop",
        Owner = "crew",
        Source = "events",
        TimestampColumn = "at",
        Entities = [new Entity { Name = "customer", JoinKey = "id", Type = new DataType(ScalarType.Int64), Domain = "shop", Owner = "crew" }],
        Features =
        [
            new Feature { Name = "kind", Type = new DataType(ScalarType.String), From = "kind" },
            Windowed("buys", ScalarType.Int64, "count", null, TimeSpan.FromHours(1), where: "kind = 'buy'"),
            Windowed("amount_1h", ScalarType.Double, "sum", "amount", TimeSpan.FromHours(1)),
            Windowed("amount_7d", ScalarType.Double, "sum", "amount", TimeSpan.FromDays(7)),
            Windowed("taxed_30d", ScalarType.Double, "avg", "amount * 1.19", TimeSpan.FromDays(30), where: "amount > 0"),
            Windowed("lowest", ScalarType.Double, "min", "amount", TimeSpan.FromHours(1)),
            Windowed("highest", ScalarType.Double, "max", "amount", TimeSpan.FromDays(7)),
            Windowed("spread", ScalarType.Double, "stddev", "amount", TimeSpan.FromDays(7)),
            Windowed("variance", ScalarType.Double, "variance", "amount", TimeSpan.FromDays(7)),
            Windowed("first", ScalarType.String, "first", "product", TimeSpan.FromHours(1)),
            Windowed("last", ScalarType.String, "last", "product", TimeSpan.FromHours(1)),
            Windowed("last_3", ScalarType.String, "last_n", "product", TimeSpan.FromDays(7), n: 3),
            Windowed("last_2_products", ScalarType.String, "last_distinct", "product", TimeSpan.FromDays(7), n: 2),
            Windowed("products", ScalarType.Int64, "count_distinct", "product", TimeSpan.FromDays(30)),
            Windowed("top", ScalarType.String, "top_k", "product", TimeSpan.FromDays(7), n: 2),
            Windowed("p90", ScalarType.Double, "percentile", "amount", TimeSpan.FromDays(7), n: 90),
            Windowed("trend", ScalarType.Double, "slope", "amount", TimeSpan.FromDays(7)),
        ],
        Inputs = [new("amount", new DataType(ScalarType.Double)), new("kind", new DataType(ScalarType.String)), new("product", new DataType(ScalarType.String))],
        AllowedLateness = TimeSpan.FromHours(2),
    };

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(4, false)]
    [InlineData(5, true)]
    [InlineData(6, true)]
    public async Task JoinAsync_AsKnownThen_EqualsWhatLookupsServed(int seed, bool strictlyBefore)
    {
        var random = new Random(seed);
        var log = RandomLog(random, 400);
        await using var both = new ServedAndTrained(View with { StrictBefore = strictlyBefore });
        for (var end = 0; end < log.Count;)
        {
            end = Math.Min(log.Count, end + random.Next(1, 25));
            await both.ArriveAsync(log, end, restart: random.Next(4) == 0, flush: random.Next(3) == 0);
            // Where events count a microsecond later only, nobody asks earlier either: a lookup would answer for the later moment.
            var arrived = log[end - 1].ArrivalTime + TimeSpan.FromMicroseconds(strictlyBefore ? 1 : 0);
            var next = end < log.Count ? log[end].ArrivalTime : arrived + TimeSpan.FromDays(60);
            for (var i = 0; i < 3; i++)
            {
                var at = i == 0 ? arrived : new Instant(random.NextInt64(arrived.UnixMicroseconds, Math.Max(arrived.UnixMicroseconds + 1, next.UnixMicroseconds)));
                await both.ServeAsync(at, random.Next(5), random.Next(5), 99);
            }
        }

        var rows = await both.TrainAsync(random);

        Assert.Equal(both.ServedCount, rows.Count);
        Assert.All(rows, static row => Assert.Equal(row.Served, row.Trained));
        Assert.Contains(rows, static row => row.Trained.All(static value => !value.IsNull));
        Assert.Contains(rows, static row => row.Trained[1] == Value.Of(0L));
        Assert.All(rows.Where(static row => row.Key == 99), static row => Assert.All(row.Trained, static value => Assert.True(value.IsNull)));
        foreach (var row in rows.Take(25))
        {
            for (var feature = 0; feature < View.Features.Count; feature++)
            {
                var explanation = await both.ExplainAsync(View.Features[feature].Name, row.Key, row.At);
                Assert.Equal(row.Trained[feature], explanation.Value);
            }
        }
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    public async Task JoinAsync_AsKnownAtOneMoment_EqualsWhatLookupsServedThen(int seed)
    {
        var random = new Random(seed);
        var log = RandomLog(random, 300);
        await using var both = new ServedAndTrained(View);
        var moments = new List<Instant>();
        for (var end = 0; end < log.Count;)
        {
            end = Math.Min(log.Count, end + random.Next(10, 40));
            await both.ArriveAsync(log, end, restart: false, flush: random.Next(3) == 0);
            moments.Add(log[end - 1].ArrivalTime);
            await both.ServeAsync(moments[^1], 0, 1, 2, 3, 4);
        }

        foreach (var moment in moments)
        {
            var rows = await both.TrainAsync(random, only: moment, known: moment);
            Assert.Equal(5, rows.Count);
            Assert.All(rows, static row => Assert.Equal(row.Served, row.Trained));
        }

        // Some events came late, so that what is known in the end is something else.
        Assert.Contains(await both.TrainAsync(random, known: log[^1].ArrivalTime), static row => !row.Served.SequenceEqual(row.Trained));
    }

    [Fact]
    public async Task JoinAsync_MoreRowsThanAnAppenderHolds_AnswersEachOne()
    {
        const int entityRows = 450_000;
        var view = View with { Features = [View.Features[0], View.Features[1], View.Features[2]] };
        using var fixture = new JoinFixture();
        FeatureRow[] log = [.. Enumerable.Range(0, 60_000).Select(static i => new FeatureRow(
            [Value.Of((long)(i % 100))], new Instant(i * Minute / 10), new Instant(i * Minute / 10), i, [Value.Of("buy"), Value.Of(1.0), Value.Of("buy"), Value.Null, Value.Of(false)]))];
        var snapshot = await fixture.WriteAsync(view, log);
        var frame = await fixture.FrameAsync("id,t\n" + string.Concat(Enumerable.Range(0, entityRows).Select(static i => $"{i % 100},{new Instant(100 * Minute + (i * 13L * Minute / 1000))}\n")));
        var request = fixture.Request(frame, (view, snapshot));

        var result = await fixture.JoinAsync(request with { Views = [request.Views[0] with { KeyColumns = ["id"] }] });

        Assert.Equal(entityRows, result.Rows);
        var rows = await fixture.ReadOutputAsync();
        for (var i = 0; i < entityRows; i += 4_001)
        {
            var at = 100 * Minute + (i * 13L * Minute / 1000);
            var start = Math.Floor((at - (60.0 * Minute)) / (5 * Minute)) * 5 * Minute;
            var expected = log.Count(row => row.KeyValues[0] == Value.Of((long)(i % 100)) && row.EventTime.UnixMicroseconds > start && row.EventTime.UnixMicroseconds <= at);
            Assert.Equal([Value.Of((long)expected), Value.Of((double)expected)], rows[i][^2..]);
        }
    }

    /// <summary>Events that arrive after they happened, some of them much later than is allowed, with ties and nulls.</summary>
    private static List<FeatureRow> RandomLog(Random random, int count)
    {
        var arrival = new DateTimeOffset(2026, 3, 28, 22, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1000;
        var rows = new List<FeatureRow>();
        for (var sequence = 0L; sequence < count; sequence++)
        {
            arrival += random.Next(30) == 0 ? random.Next(1, 12) * 24 * 60 * Minute : random.NextInt64(1, 30 * Minute);
            var delay = random.Next(5) switch { 0 => random.NextInt64(120 * Minute), 1 when random.Next(3) == 0 => random.NextInt64(12_000 * Minute), 2 => 0, _ => random.NextInt64(Minute) };
            var kind = random.Next(5) == 0 ? Value.Null : Value.Of(random.Next(2) == 0 ? "buy" : "view");
            var amount = random.Next(8) == 0 ? Value.Null : Value.Of(Math.Round((random.NextDouble() * 200) - 50, 2));
            var product = random.Next(6) == 0 ? Value.Null : Value.Of("p" + random.Next(9));
            rows.Add(new FeatureRow([Value.Of((long)random.Next(5))], new Instant(arrival - delay), new Instant(arrival), sequence, [kind, amount, kind, product, Value.Null]));
        }

        return rows;
    }

    private static Feature Windowed(string name, ScalarType type, string function, string? of, TimeSpan window, string? where = null, double? n = null) => new()
    {
        Name = name,
        Type = new DataType(type, function is "last_n" or "last_distinct" or "top_k"),
        From = string.Empty,
        Aggregation = new Aggregation(function, of, where, window, WindowedFeatures.DefaultHop(window), n),
    };
}
