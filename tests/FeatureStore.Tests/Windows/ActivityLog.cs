using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Rows;
using FeatureStore.Windows;
using FeatureStore.Windows.Aggregates;

namespace FeatureStore.Tests.Windows;

/// <summary>A view with every aggregate, random events for it, and what its values are by plain counting.</summary>
internal static class ActivityLog
{
    internal static readonly TimeSpan Lateness = TimeSpan.FromHours(2);

    internal static readonly FeatureView View = Views.View(
        "activity",
        [Views.Entity("id")],
        [
            Views.Feature("kind", ScalarType.String),
            Windowed("buys_1h", ScalarType.Int64, "count", null, TimeSpan.FromHours(1), where: "kind = 'buy'"),
            Windowed("amount_1h", ScalarType.Double, "sum", "amount", TimeSpan.FromHours(1)),
            Windowed("amount_7d", ScalarType.Double, "sum", "amount", TimeSpan.FromDays(7)),
            Windowed("amount_30d", ScalarType.Double, "sum", "amount * 2", TimeSpan.FromDays(30), where: "amount > 0 AND kind IS NOT NULL"),
            Windowed("average", ScalarType.Double, "avg", "amount", TimeSpan.FromDays(7)),
            Windowed("lowest", ScalarType.Double, "min", "amount", TimeSpan.FromHours(1)),
            Windowed("highest", ScalarType.Double, "max", "amount", TimeSpan.FromHours(1)),
            Windowed("spread", ScalarType.Double, "stddev", "amount", TimeSpan.FromDays(7)),
            Windowed("variance", ScalarType.Double, "variance", "amount", TimeSpan.FromDays(7)),
            Windowed("first", ScalarType.String, "first", "product", TimeSpan.FromHours(1)),
            Windowed("last", ScalarType.String, "last", "product", TimeSpan.FromHours(1)),
            Windowed("last_3", ScalarType.String, "last_n", "product", TimeSpan.FromDays(7), n: 3),
            Windowed("last_5_products", ScalarType.String, "last_distinct", "product", TimeSpan.FromDays(7), n: 5),
            Windowed("products", ScalarType.Int64, "count_distinct", "product", TimeSpan.FromDays(30)),
            Windowed("top", ScalarType.String, "top_k", "product", TimeSpan.FromDays(7), n: 2),
            Windowed("p90", ScalarType.Double, "percentile", "amount", TimeSpan.FromDays(7), n: 90),
            Windowed("trend", ScalarType.Double, "slope", "amount", TimeSpan.FromDays(7)),
        ])
        with
        {
            Inputs = [new("amount", new DataType(ScalarType.Double)), new("kind", new DataType(ScalarType.String)), new("product", new DataType(ScalarType.String))],
            AllowedLateness = Lateness,
        };

    /// <summary>Events with disorder, ties, nulls, whole repetitions, quiet weeks, and some later than is allowed.</summary>
    internal static List<FeatureRow> Random(Random random, int count, int keys = 4)
    {
        var time = new DateTimeOffset(2026, 3, 28, 22, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1000;
        var rows = new List<FeatureRow>();
        for (var sequence = 0L; sequence < count; sequence++)
        {
            time += random.Next(40) == 0 ? Microseconds(TimeSpan.FromDays(random.Next(1, 12))) : Microseconds(TimeSpan.FromSeconds(random.Next(0, 900)));
            var back = random.Next(6) switch { 0 => random.Next(0, 7_200), 1 when random.Next(4) == 0 => random.Next(7_000, 400_000), _ => 0 };
            var amount = random.Next(8) == 0 ? Value.Null : Value.Of(Math.Round((random.NextDouble() * 200) - 50, 2));
            var kind = random.Next(5) == 0 ? Value.Null : Value.Of(random.Next(2) == 0 ? "buy" : "view");
            var product = random.Next(6) == 0 ? Value.Null : Value.Of("p" + random.Next(9));
            rows.Add(Row(random.Next(keys), time - Microseconds(TimeSpan.FromSeconds(back)), sequence, kind, amount, product));
            if (random.Next(12) == 0 && ++sequence < count)
            {
                rows.Add(rows[^1] with { Sequence = sequence, ArrivalTime = new Instant(sequence), Values = [.. rows[^1].Values] });
            }
        }

        return rows;
    }

    internal static FeatureRow Row(long key, long time, long sequence, Value kind, Value amount, Value product)
        => new([Value.Of(key)], new Instant(time), new Instant(sequence), sequence, [kind, amount, kind, product, Value.Null]);

    /// <summary>The values of a key at a moment after the first events of the log; nulls for a key without an event.</summary>
    internal static (Value[] Values, int[] Counts) Naive(IReadOnlyList<FeatureRow> log, long key, long time)
    {
        var own = OnTime(log).Where(row => row.KeyValues[0].AsInt64() == key).ToList();
        var values = new Value[View.Features.Count];
        var counts = new int[values.Length];
        for (var feature = 0; feature < values.Length; feature++)
        {
            if (View.Features[feature].Aggregation is { } aggregation)
            {
                var start = Math.Floor((time - Microseconds(aggregation.Window)) / (double)Microseconds(aggregation.Hop)) * Microseconds(aggregation.Hop);
                var window = own.Where(row => row.EventTime.UnixMicroseconds > start && row.EventTime.UnixMicroseconds <= time && Counts(aggregation, row))
                    .Select(row => new WindowEvent(row.EventTime.UnixMicroseconds, row.Sequence, OperandOf(aggregation, row))).ToList();
                counts[feature] = window.Count;
                values[feature] = aggregation.Of is null ? Value.Of((long)window.Count) : Windows.Naive.Compute(aggregation.Function, window, aggregation.N ?? 0);
            }
        }

        return (values, counts);
    }

    /// <summary>The events that count for windows: not more than the allowed lateness behind the newest before them.</summary>
    internal static IEnumerable<FeatureRow> OnTime(IReadOnlyList<FeatureRow> log)
    {
        var newest = long.MinValue;
        foreach (var row in log)
        {
            var time = row.EventTime.UnixMicroseconds;
            if (newest == long.MinValue || time >= newest - Microseconds(Lateness))
            {
                yield return row;
            }

            newest = Math.Max(newest, time);
        }
    }

    internal static long Microseconds(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    private static Feature Windowed(string name, ScalarType type, string function, string? of, TimeSpan window, string? where = null, double? n = null) => new()
    {
        Name = name,
        Type = new DataType(type, function is "last_n" or "last_distinct" or "top_k"),
        From = string.Empty,
        Aggregation = new Aggregation(function, of, where, window, WindowShape.DefaultHop(window), n),
    };

    private static bool Counts(Aggregation aggregation, FeatureRow row) => aggregation.Where switch
    {
        null => true,
        "kind = 'buy'" => row.Values[2] == Value.Of("buy"),
        _ => !row.Values[1].IsNull && row.Values[1].AsDouble() > 0 && !row.Values[2].IsNull,
    };

    private static Value OperandOf(Aggregation aggregation, FeatureRow row) => aggregation.Of switch
    {
        "amount" => row.Values[1],
        "amount * 2" => row.Values[1].IsNull ? Value.Null : Value.Of(row.Values[1].AsDouble() * 2),
        "product" => row.Values[3],
        _ => Value.Null,
    };
}
