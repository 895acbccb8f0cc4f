using Catalog.Benchmarks.Measuring;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.Model;
using FeatureStore.Ports;

namespace Catalog.Benchmarks.Training;

/// <summary>An entity frame and the offline files of views, laid out as the product appends them: one file for each range of the log. Files that are there already are taken as they are.</summary>
internal sealed class TrainingData(DuckDbConnection connection, string folder, long entityRows, long historyRows)
{
    internal static readonly TimeSpan Ttl = TimeSpan.FromDays(30);

    private const long KeysPerMillion = 10_000;
    private const long Disorder = 60_000_000;
    private const long YearMicroseconds = 31_536_000_000_000;

    internal string Frame { get; } = Path.Combine(folder, "frame.parquet");

    /// <summary>Features of a view.</summary>
    internal int Features { get; init; } = 4;

    /// <summary>Keys of the history and of the frame.</summary>
    internal long Keys { get; init; } = Math.Max(1, historyRows * KeysPerMillion / 1_000_000);

    internal void WriteFrame()
    {
        if (!File.Exists(Frame))
        {
            connection.Execute(
                $"""
                COPY (SELECT (hash(range + 1) % {Keys})::BIGINT AS k0, make_timestamptz({LogFiles.Start} + (hash(range + 2) % {YearMicroseconds})::BIGINT) AS t, range AS label FROM range({entityRows}))
                TO '{Frame}' (FORMAT parquet)
                """,
                CancellationToken.None);
        }
    }

    /// <summary>Writes the files of one view; events come in the order of their times, a little disturbed, as in a log.</summary>
    internal (FeatureView View, OfflineSnapshot Snapshot) WriteView(string name, long seed)
    {
        var view = new FeatureView
        {
            Name = name, Version = 1, Domain = "bench", Owner = "bench", Entities = [LogFiles.Customer], Source = "events", TimestampColumn = "t", Ttl = Ttl,
            Features = [.. Enumerable.Range(0, Features).Select(i => new Feature { Name = $"{name}_{i}", Type = new DataType(ScalarType.Double), From = $"c{i}" })],
        };
        var step = YearMicroseconds / historyRows;
        var values = string.Join(", ", view.Features.Select((feature, i) => $"(hash(range + {seed + 10 + i}) % 100000)::DOUBLE / 100 AS {feature.Name}"));
        return (view, LogFiles.Write(connection, folder, view, historyRows, step, Disorder, $"""
            (hash(range * 7 + {seed}) % {Keys})::BIGINT AS k0,
            make_timestamptz({LogFiles.Start} + (range * {step}) - (hash(range + {seed + 1}) % {Disorder})::BIGINT) AS {OfflineColumns.EventTime},
            make_timestamptz({LogFiles.Start} + (range * {step}) + 1000) AS {OfflineColumns.ArrivalTime}, range AS {OfflineColumns.Sequence}, {values}
            """));
    }
}
