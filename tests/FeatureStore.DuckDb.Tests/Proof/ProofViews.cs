using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Rows;
using FeatureStore.Windows;

namespace FeatureStore.DuckDb.Tests.Proof;

/// <summary>Views of every kind over the same events: newest values with a ttl, strictly before, newest that are not null, and windows.</summary>
internal static class ProofViews
{
    internal const long Minute = 60_000_000;

    internal static readonly FeatureView Newest = View("newest", [Plain("kind", ScalarType.String), Plain("amount", ScalarType.Double)]) with { Ttl = TimeSpan.FromHours(3) };

    internal static readonly FeatureView Strict = Newest with { Name = "strict", StrictBefore = true, Ttl = TimeSpan.FromMinutes(30) };

    internal static readonly FeatureView NonNull = Newest with { Name = "non_null", NullPolicy = NullPolicy.NewestNonNull };

    internal static readonly FeatureView Windowed = View(
        "windowed",
        [
            Plain("kind", ScalarType.String),
            Aggregate("buys", ScalarType.Int64, "count", null, TimeSpan.FromHours(1), where: "kind = 'buy'"),
            Aggregate("amount_1h", ScalarType.Double, "sum", "amount", TimeSpan.FromHours(1)),
            Aggregate("amount_7d", ScalarType.Double, "sum", "amount", TimeSpan.FromDays(7)),
            Aggregate("spread", ScalarType.Double, "stddev", "amount", TimeSpan.FromDays(7)),
            Aggregate("highest", ScalarType.Double, "max", "amount", TimeSpan.FromHours(1)),
            Aggregate("last_kinds", ScalarType.String, "last_distinct", "kind", TimeSpan.FromDays(1), n: 2),
        ])
        with
        {
            Inputs = [new("amount", new DataType(ScalarType.Double)), new("kind", new DataType(ScalarType.String))],
            AllowedLateness = TimeSpan.FromHours(2),
        };

    internal static readonly FeatureView StrictlyWindowed = Windowed with { Name = "strictly_windowed", StrictBefore = true };

    internal static readonly FeatureView[] All = [Newest, Strict, NonNull, Windowed, StrictlyWindowed];

    /// <summary>Events around a moment, with disorder, ties, nulls, repetitions, some far too late and some from the future.</summary>
    internal static List<FeatureRow> Events(FeatureView view, Random random, Instant from, int count, int keys = 6)
    {
        var time = from.UnixMicroseconds;
        var rows = new List<FeatureRow>();
        for (var sequence = 0L; sequence < count; sequence++)
        {
            time += random.NextInt64(2 * Minute);
            var shift = random.Next(8) switch { 0 => -random.NextInt64(100 * Minute), 1 when random.Next(4) == 0 => -random.NextInt64(5_000 * Minute), 2 => random.NextInt64(30 * Minute), _ => 0 };
            var kind = random.Next(4) == 0 ? Value.Null : Value.Of(random.Next(2) == 0 ? "buy" : "view");
            var amount = random.Next(4) == 0 ? Value.Null : Value.Of((random.NextDouble() * 200) - 50);
            Value[] values = view.Inputs.Count > 0 ? [kind, amount, kind, Value.Null] : [kind, amount];
            rows.Add(new FeatureRow([Value.Of((long)random.Next(keys))], new Instant(time + shift), new Instant(time), sequence, values));
            if (random.Next(15) == 0 && ++sequence < count)
            {
                rows.Add(rows[^1] with { Sequence = sequence, Values = [.. values] });
            }
        }

        return rows;
    }

    private static FeatureView View(string name, Feature[] features) => new()
    {
        Name = name,
        Version = 1,
        Domain = "shop",
        Owner = "crew",
        Source = "events",
        TimestampColumn = "at",
        Entities = [new Entity { Name = "customer", JoinKey = "id", Type = new DataType(ScalarType.Int64), Domain = "shop", Owner = "crew" }],
        Features = features,
    };

    private static Feature Plain(string name, ScalarType type) => new() { Name = name, Type = new DataType(type), From = name };

    private static Feature Aggregate(string name, ScalarType type, string function, string? of, TimeSpan window, string? where = null, double? n = null) => new()
    {
        Name = name,
        Type = new DataType(type, function is "last_distinct"),
        From = string.Empty,
        Aggregation = new Aggregation(function, of, where, window, WindowedFeatures.DefaultHop(window), n),
    };
}
