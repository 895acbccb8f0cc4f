using System.Diagnostics;
using System.Globalization;
using Catalog.Benchmarks.Measuring;
using FeatureStore.DuckDb;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Training;
using FeatureStore.Ports;
using Microsoft.Extensions.Options;

namespace Catalog.Benchmarks.Windows;

/// <summary>Training sets with windows.</summary>
internal sealed class WindowedTrainingBenchmark : Benchmark
{
    private const int MemoryMebibytes = 2_048;

    internal override string Name => "windowed-training";

    internal override string Description =>
        """
        A count and three sums over 1 h, 1 d, 7 d and 30 d for each entity row, out of 90 days of events; the frame and the results are Parquet. 1 M entity rows x 10 M events
        (--quick: 100,000 x 1 M), with 100 events a key (sparse) and with 5,000 (dense). All run in the same DuckDB library with 2 GiB of memory and all cores, with the same edges of
        the windows; the results are compared:
          product       the product's sweep, rows in input order, sums exact
          range join    each entity row joined with its events of 30 days, aggregated under conditions
          daily tiles   sums by key and day, with the events of the ragged days at both ends
          prefix sums   running sums of each key, taken at both ends of each window by ASOF joins
        """;

    internal override async Task<BenchmarkResult> RunAsync(BenchmarkSetting setting)
    {
        var (entityRows, events) = setting.Quick ? (100_000L, 1_000_000L) : (1_000_000L, 10_000_000L);
        var table = new TextTable("shape", "contender", "CPU s", "seconds", "peak memory of the process so far", "largest relative difference to the product");
        // Compiles the product's code and opens what is opened once, so that the figures are those of a process that has run before.
        await RunAsync("warm-up", Directory.CreateDirectory(Path.Combine(setting.Folder, "warm-up")).FullName, 20_000, 1_000_000, 10_000, new TextTable(""));
        var worst = double.MaxValue;
        foreach (var (shape, eventsPerKey) in new[] { ("sparse", 100L), ("dense", 5_000L) })
        {
            var folder = Directory.CreateDirectory(Path.Combine(setting.Folder, shape)).FullName;
            worst = Math.Min(worst, await RunAsync(shape, folder, entityRows, events, events / eventsPerKey, table));
        }

        return new BenchmarkResult(table, "The ratio is the CPU time of the best SQL over that of the product, in the shape where it is smaller.", worst);
    }

    private static async Task<double> RunAsync(string shape, string folder, long entityRows, long events, long keys, TextTable table)
    {
        using var database = new OfflineDatabase(Options.Create(new DuckDbOptions { RootDirectory = folder, MemoryLimitMebibytes = MemoryMebibytes }));
        using var connection = database.Connect();
        var data = new WindowedData(connection, folder, entityRows, events, keys);
        data.WriteFrame();
        var join = new TrainingJoin
        {
            Frame = new FrameFile(data.Frame, Path.GetFileName(data.Frame)),
            TimestampColumn = "t",
            OutputPath = Path.Combine(folder, "product.parquet"),
            Views = [new TrainingJoinView(WindowedData.View, data.WriteEvents(), [.. WindowedData.View.Features.Select(static (feature, i) => (i, feature.Name))], ["k0"])],
        };
        var sql = new SqlContenders(connection, data);
        var ours = await MeasureAsync(async () => (await new DuckDbTrainingSetEngine(database).JoinAsync(join, null, CancellationToken.None)).Rows);
        Add(table, shape, "product", ours, difference: null);
        var best = double.MaxValue;
        (string Name, Func<string, long> Run)[] contenders = [("range join", sql.RangeJoin), ("daily tiles", sql.DailyTiles), ("prefix sums", sql.PrefixSums)];
        foreach (var (name, run) in contenders)
        {
            var output = Path.Combine(folder, name.Replace(' ', '-') + ".parquet");
            var theirs = await MeasureAsync(() => Task.FromResult(run(output)));
            Add(table, shape, name, theirs, sql.Difference(join.OutputPath, output));
            best = Math.Min(best, theirs.Cpu);
        }

        return best / ours.Cpu;
    }

    private static async Task<(double Cpu, double Seconds)> MeasureAsync(Func<Task<long>> contender)
    {
        using var process = Process.GetCurrentProcess();
        var (before, clock) = (process.TotalProcessorTime, Stopwatch.StartNew());
        await contender();
        process.Refresh();
        return ((process.TotalProcessorTime - before).TotalSeconds, clock.Elapsed.TotalSeconds);
    }

    private static void Add(TextTable table, string shape, string name, (double Cpu, double Seconds) took, double? difference)
    {
        // The whole takes minutes; the last line of standard output is the ratio all the same.
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{shape} {name}: {took.Cpu:0.0} CPU s, {took.Seconds:0.0} s"));
        table.Add(
            shape, name, took.Cpu.ToString("0.0", CultureInfo.InvariantCulture), took.Seconds.ToString("0.0", CultureInfo.InvariantCulture), Machine.PeakMemory(),
            difference?.ToString("0.0e0", CultureInfo.InvariantCulture) ?? string.Empty);
    }
}
