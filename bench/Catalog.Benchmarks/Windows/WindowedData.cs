using Catalog.Benchmarks.Measuring;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;
using FeatureStore.Windows;

namespace Catalog.Benchmarks.Windows;

/// <summary>An entity frame and the offline files of a view with windows, laid out as the product appends them.</summary>
/// <param name="connection">Makes the files.</param>
/// <param name="folder">Where they go.</param>
/// <param name="entityRows">Rows of the frame.</param>
/// <param name="events">Events.</param>
/// <param name="keys">Different keys.</param>
internal sealed class WindowedData(DuckDbConnection connection, string folder, long entityRows, long events, long keys)
{
    internal static readonly string[] Sums = ["a", "b", "c"];

    internal static readonly TimeSpan[] Windows = [TimeSpan.FromHours(1), TimeSpan.FromDays(1), TimeSpan.FromDays(7), TimeSpan.FromDays(30)];

    private const long Span = 90L * 86_400_000_000;

    internal string Frame { get; } = Path.Combine(folder, "frame.parquet");

    internal string Events => Path.Combine(folder, "activity", "*.parquet");

    /// <summary>A count and three sums over each window, in that order.</summary>
    internal static FeatureView View { get; } = new()
    {
        Name = "activity", Version = 1, Domain = "bench", Owner = "bench", Entities = [LogFiles.Customer], Source = "events", TimestampColumn = "t",
        Features = [.. Windows.SelectMany((window, i) => Sums.Select(sum => Feature($"{sum}_{i}", "sum", sum, window)).Prepend(Feature($"n_{i}", "count", null, window)))],
        Inputs = [.. Sums.Select(static sum => new ViewInput(sum, new DataType(ScalarType.Double)))],
    };

    internal void WriteFrame()
        => Run($"""
            COPY (SELECT (hash(range + 1) % {keys})::BIGINT AS k0, make_timestamptz({LogFiles.Start} + (hash(range + 2) % {Span})::BIGINT) AS t, range AS label FROM range({entityRows}))
            TO '{Frame}' (FORMAT parquet)
            """);

    internal OfflineSnapshot WriteEvents()
    {
        var step = Span / events;
        var inputs = string.Join(", ", Sums.Select(static (sum, i) => $"(hash(range + {10 + i}) % 100000)::DOUBLE / 100 AS {ViewColumns.InputPrefix}{sum}"));
        return LogFiles.Write(connection, folder, View, events, step, disorder: 0, $"""
            (hash(range * 7) % {keys})::BIGINT AS k0, make_timestamptz({LogFiles.Start} + (range * {step})) AS {OfflineColumns.EventTime},
            make_timestamptz({LogFiles.Start} + (range * {step}) + 1000) AS {OfflineColumns.ArrivalTime}, range AS {OfflineColumns.Sequence}, {inputs}, false AS {ViewColumns.LateName}
            """);
    }

    private static Feature Feature(string name, string function, string? of, TimeSpan window) => new()
    {
        Name = name, From = string.Empty, Type = new DataType(function == "count" ? ScalarType.Int64 : ScalarType.Double),
        Aggregation = new Aggregation(function, of, null, window, WindowedFeatures.DefaultHop(window), null),
    };

    private void Run(string sql) => connection.Execute(sql, CancellationToken.None);
}
