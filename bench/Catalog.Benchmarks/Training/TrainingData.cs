using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.Model;
using FeatureStore.Ports;

namespace Catalog.Benchmarks.Training;

/// <summary>An entity frame and the offline files of two views, laid out as the product appends them: one file for each range of the log.</summary>
internal sealed class TrainingData(DuckDbConnection connection, string folder, long entityRows, long historyRows)
{
    internal const int FeaturesPerView = 4;
    internal static readonly TimeSpan Ttl = TimeSpan.FromDays(30);

    private const long RowsPerFile = 65_536;
    private const long KeysPerMillion = 10_000;
    private const long Start = 1_735_689_600_000_000;
    private const long YearMicroseconds = 31_536_000_000_000;

    private static readonly Entity Customer = new() { Name = "k0", JoinKey = "k0", Type = new DataType(ScalarType.Int64), Domain = "bench", Owner = "bench" };

    internal string Frame { get; } = Path.Combine(folder, "frame.parquet");

    private long Keys => Math.Max(1, historyRows * KeysPerMillion / 1_000_000);

    internal void WriteFrame()
        => Run($"""
            COPY (SELECT (hash(range + 1) % {Keys})::BIGINT AS k0, make_timestamptz({Start} + (hash(range + 2) % {YearMicroseconds})::BIGINT) AS t, range AS label FROM range({entityRows}))
            TO '{Frame}' (FORMAT parquet)
            """);

    /// <summary>Writes the files of one view; events come in the order of their times, a little disturbed, as in a log.</summary>
    internal (FeatureView View, OfflineSnapshot Snapshot) WriteView(string name, long seed)
    {
        var view = new FeatureView
        {
            Name = name, Version = 1, Domain = "bench", Owner = "bench", Entities = [Customer], Source = "events", TimestampColumn = "t", Ttl = Ttl,
            Features = [.. Enumerable.Range(0, FeaturesPerView).Select(i => new Feature { Name = $"{name}_{i}", Type = new DataType(ScalarType.Double), From = $"c{i}" })],
        };
        Directory.CreateDirectory(Path.Combine(folder, name));
        var files = new List<OfflineFile>();
        for (var first = 0L; first < historyRows; first += RowsPerFile)
        {
            files.Add(WriteFile(view, seed, first, Math.Min(first + RowsPerFile, historyRows)));
        }

        return (view, new OfflineSnapshot(view.Id, 1, files));
    }

    private OfflineFile WriteFile(FeatureView view, long seed, long first, long end)
    {
        var path = $"{view.Name}/{first:00000000000000000000}.parquet";
        var file = Path.Combine(folder, path);
        var step = YearMicroseconds / historyRows;
        var values = string.Join(", ", view.Features.Select((feature, i) => $"(hash(range + {seed + 10 + i}) % 100000)::DOUBLE / 100 AS {feature.Name}"));
        Run($"""
            COPY (SELECT (hash(range * 7 + {seed}) % {Keys})::BIGINT AS k0,
              make_timestamptz({Start} + (range * {step}) - (hash(range + {seed + 1}) % 60000000)::BIGINT) AS {OfflineColumns.EventTime},
              make_timestamptz({Start} + (range * {step}) + 1000) AS {OfflineColumns.ArrivalTime}, range AS {OfflineColumns.Sequence}, {values}
              FROM range({first}, {end})) TO '{file}' (FORMAT parquet, COMPRESSION zstd)
            """);
        return new OfflineFile
        {
            Path = path, Partition = 0, FirstSequence = first, EndSequence = end, RowCount = end - first, ByteCount = new FileInfo(file).Length,
            MinEventTime = new Instant(Start + (first * step) - 60_000_000), MaxEventTime = new Instant(Start + (end * step)),
        };
    }

    private void Run(string sql) => connection.Execute(sql, CancellationToken.None);
}
