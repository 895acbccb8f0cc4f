using Catalog.Benchmarks.Measuring;
using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Rows;
using FeatureStore.Windows;

namespace Catalog.Benchmarks.Windows;

/// <summary>The events of some keys, in the order of key and time, with a question after every tenth.</summary>
internal sealed class KernelData
{
    internal const int Keys = 200;
    internal const int EventsPerKey = 1_000;
    internal const int EventsPerQuestion = 10;

    private const long Hour = 3_600_000_000;

    private static readonly string[] Plain = ["count", "sum", "avg"];
    private static readonly string[] All = ["count", "sum", "avg", "min", "max", "stddev", "first", "last", "last_distinct", "count_distinct", "top_k", "percentile", "slope"];
    private static readonly TimeSpan[] Windows = [TimeSpan.FromHours(1), TimeSpan.FromDays(1), TimeSpan.FromDays(7), TimeSpan.FromDays(30)];

    internal KernelData(int seed)
    {
        var random = new Random(seed);
        foreach (ref var key in Rows.AsSpan())
        {
            key = new FeatureRow[EventsPerKey];
            var time = LogFiles.Start;
            for (var i = 0; i < EventsPerKey; i++)
            {
                time += random.NextInt64(1, 3 * Hour); // About 60 days in all.
                key[i] = new FeatureRow([], new Instant(time), new Instant(time), i, [Value.Of(Math.Round(random.NextDouble() * 1000, 2)), Value.Of(false)]);
            }
        }
    }

    /// <summary>For each key its rows: the amount and the flag of late ones.</summary>
    internal FeatureRow[][] Rows { get; } = new FeatureRow[Keys][];

    /// <summary>A view of that many counts, sums and means over four windows.</summary>
    internal static FeatureView PlainView(int features) => View(features, Plain);

    /// <summary>A view of that many features of every kind.</summary>
    internal static FeatureView MixedView(int features) => View(features, All);

    private static FeatureView View(int features, string[] functions) => new()
    {
        Name = "kernel", Version = 1, Domain = "bench", Owner = "bench", Entities = [LogFiles.Customer], Source = "events", TimestampColumn = "t",
        Features = [.. Enumerable.Range(0, features).Select(i => Feature(i, functions[i % functions.Length], Windows[i / functions.Length % Windows.Length]))],
        Inputs = [new ViewInput("amount", new DataType(ScalarType.Double))],
    };

    private static Feature Feature(int place, string function, TimeSpan window)
    {
        double? n = function switch { "last_distinct" or "top_k" => 5, "percentile" => 90, _ => null };
        var of = function == "count" ? null : "amount";
        var aggregation = new Aggregation(function, of, null, window, WindowedFeatures.DefaultHop(window), n);
        var type = WindowedFeatures.Check(aggregation, new([("amount", new DataType(ScalarType.Double))])).Type!.Value; // All of them are right.
        return new Feature { Name = $"f{place}", From = string.Empty, Type = type, Aggregation = aggregation };
    }
}
