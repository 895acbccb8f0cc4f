using System.Diagnostics;
using System.Globalization;
using Catalog.Benchmarks.Measuring;
using FeatureStore.DuckDb;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Training;
using FeatureStore.Model;
using FeatureStore.Ports;
using Microsoft.Extensions.Options;

namespace Catalog.Benchmarks.Training;

/// <summary>Point-in-time joins.</summary>
internal sealed class TrainingBenchmark : Benchmark
{
    private const int MemoryMebibytes = 1_024;

    internal override string Name => "training";

    internal override string Description =>
        """
        A training set over two views of four features with a ttl of 30 days, one file for each 65,536 events as the product appends them; the frame and the result are
        Parquet. 1 M entity rows x 10 M rows of each view (--quick: 100,000 x 1 M). Both run in the same DuckDB library with 1 GiB of memory and all cores:
          product         the product's join: ties by sequence, rows in input order
          ASOF            DuckDB's ASOF LEFT JOIN, ties as they fall, rows in any order
          ASOF ordered    the same with the rows in input order
        """;

    internal override async Task<BenchmarkResult> RunAsync(BenchmarkSetting setting)
    {
        var (entityRows, historyRows, rounds) = setting.Quick ? (100_000L, 1_000_000L, 3) : (1_000_000L, 10_000_000L, 3);
        using var database = new OfflineDatabase(Options.Create(new DuckDbOptions { RootDirectory = setting.Folder, MemoryLimitMebibytes = MemoryMebibytes }));
        using var connection = database.Connect();
        var data = new TrainingData(connection, setting.Folder, entityRows, historyRows);
        data.WriteFrame();
        (FeatureView View, OfflineSnapshot Snapshot)[] views = [data.WriteView("first", 100), data.WriteView("second", 200)];
        var product = new DuckDbTrainingSetEngine(database);
        var join = new TrainingJoin
        {
            Frame = new FrameFile(data.Frame, Path.GetFileName(data.Frame)),
            TimestampColumn = "t",
            OutputPath = Path.Combine(setting.Folder, "product.parquet"),
            Views = [.. views.Select(static entry => new TrainingJoinView(
                entry.View, entry.Snapshot, [.. entry.View.Features.Select(static (feature, i) => (i, feature.Name))], ["k0"]))],
        };
        var asof = new AsofContender(connection, setting.Folder, data.Frame, views);
        var output = Path.Combine(setting.Folder, "asof.parquet");
        var seconds = await MeasureAsync(
            rounds,
            async () => (await product.JoinAsync(join, null, CancellationToken.None)).Rows,
            () => Task.FromResult(asof.Run(output, inInputOrder: false)),
            () => Task.FromResult(asof.Run(output, inInputOrder: true)));

        var table = new TextTable("contender", "seconds", "entity rows/s", "peak memory of the process so far");
        string[] names = ["product", "ASOF", "ASOF ordered"];
        for (var i = 0; i < names.Length; i++)
        {
            table.Add(names[i], seconds[i].ToString("0.00", CultureInfo.InvariantCulture), (entityRows / seconds[i]).ToString("N0", CultureInfo.InvariantCulture), i == 0 ? Machine.PeakMemory() : string.Empty);
        }

        return new BenchmarkResult(table, "The ratio is the time of ASOF over the time of the product.", seconds[1] / seconds[0]);
    }

    private static async Task<double[]> MeasureAsync(int rounds, params Func<Task<long>>[] contenders)
    {
        var seconds = contenders.Select(static _ => new List<double>()).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < contenders.Length; i++)
            {
                var clock = Stopwatch.StartNew();
                await contenders[i]();
                seconds[i].Add(clock.Elapsed.TotalSeconds);
            }
        }

        return [.. seconds.Select(Rate.Median)];
    }
}
