using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Catalog.Benchmarks.Measuring;
using FeatureStore.DuckDb;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Offline;
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
        A training set over two views of four features with a ttl of 30 days; the frame and the result are Parquet. 1 M entity rows x 1 M, 10 M and 100 M rows of each view
        (--quick: 100,000 x 1 M). All run in the same DuckDB library with 1 GiB of memory and all cores, over the same files:
          appended        one file for each 65,536 events, as the product appends them
          compacted       all of them merged into one sorted by key and time, as the product does in the background
          product         the product's join: ties by sequence, rows in input order; its results over both kinds of files are compared, byte by byte
          ASOF            DuckDB's ASOF LEFT JOIN, ties as they fall, rows in any order
          ASOF ordered    the same with the rows in input order
        """;

    internal override async Task<BenchmarkResult> RunAsync(BenchmarkSetting setting)
    {
        (long Entities, long History, int Rounds)[] sizes = setting.Quick ? [(100_000, 1_000_000, 3)] : [(1_000_000, 1_000_000, 3), (1_000_000, 10_000_000, 3), (1_000_000, 100_000_000, 1)];
        var table = new TextTable("history rows", "files", "product s", "ASOF s", "ASOF ordered s", "ratio", "peak memory of the process meanwhile");
        (double Appended, double Compacted) ratios = default;
        foreach (var (entities, history, rounds) in sizes)
        {
            var folder = Directory.CreateDirectory(Path.Combine(setting.Folder, history.ToString(CultureInfo.InvariantCulture)));
            using var comparison = new Comparison(folder.FullName, entities, history);
            var appended = await comparison.MeasureAsync(rounds);
            var merging = await comparison.CompactAsync();
            var compacted = await comparison.MeasureAsync(rounds);
            foreach (var row in new[] { Row(history, "appended", appended), Row(history, FormattableString.Invariant($"compacted, in {merging:0} s"), compacted) })
            {
                table.Add(row);
                await Console.Error.WriteLineAsync(string.Join(", ", row)); // The largest takes many minutes.
            }

            ratios = history == 10_000_000 || setting.Quick ? (appended.Ratio, compacted.Ratio) : ratios;
            folder.Delete(recursive: true);
        }

        return new BenchmarkResult(
            table,
            FormattableString.Invariant($"The ratio is the time of ASOF over that of the product over the same files; appended: {ratios.Appended:0.00} (the bar is 1). Below for compacted files (the bar is 3)."),
            ratios.Compacted);
    }

    private static string[] Row(long history, string files, Times times)
        => [history.ToString("N0", CultureInfo.InvariantCulture), files, Seconds(times.Product), Seconds(times.Asof), Seconds(times.AsofOrdered), times.Ratio.ToString("0.00", CultureInfo.InvariantCulture), times.Memory];

    private static string Seconds(double seconds) => seconds.ToString("0.00", CultureInfo.InvariantCulture);

    private readonly record struct Times(double Product, double Asof, double AsofOrdered, string Memory)
    {
        internal double Ratio => Asof / Product;
    }

    /// <summary>The product and ASOF over the same data.</summary>
    private sealed class Comparison : IDisposable
    {
        private readonly string _folder;
        private readonly OfflineDatabase _database;
        private readonly DuckDbConnection _connection;
        private readonly TrainingData _data;
        private (FeatureView View, OfflineSnapshot Snapshot)[] _views;
        private string? _result;

        internal Comparison(string folder, long entities, long history)
        {
            _folder = folder;
            _database = new OfflineDatabase(Options.Create(new DuckDbOptions { RootDirectory = folder, MemoryLimitMebibytes = MemoryMebibytes }));
            _connection = _database.Connect();
            _data = new TrainingData(_connection, folder, entities, history);
            _data.WriteFrame();
            _views = [_data.WriteView("first", 100), _data.WriteView("second", 200)];
        }

        private string Output => Path.Combine(_folder, "product.parquet");

        public void Dispose()
        {
            _connection.Dispose();
            _database.Dispose();
        }

        /// <summary>Merges all files of each view. Returns the seconds that it took.</summary>
        internal async Task<double> CompactAsync()
        {
            var files = new ParquetOfflineFiles(_database);
            var clock = Stopwatch.StartNew();
            for (var i = 0; i < _views.Length; i++)
            {
                var (view, snapshot) = _views[i];
                var merged = await files.MergeAsync(view, new LogRange(0, 0, snapshot.EndOf(0)), snapshot.Files, CancellationToken.None);
                _views[i] = (view, new OfflineSnapshot(view.Id, 2, [merged]));
            }

            return clock.Elapsed.TotalSeconds;
        }

        internal async Task<Times> MeasureAsync(int rounds)
        {
            var asof = new AsofContender(_connection, _folder, _data.Frame, _views);
            var output = Path.Combine(_folder, "asof.parquet");
            var (product, plain, ordered) = (new List<double>(), new List<double>(), new List<double>());
            var memory = string.Empty;
            for (var round = 0; round < rounds; round++)
            {
                Machine.ResetPeakMemory();
                product.Add(await SecondsAsync(JoinAsync));
                memory = Machine.PeakMemory();
                plain.Add(await SecondsAsync(() => Task.FromResult(asof.Run(output, inInputOrder: false))));
                ordered.Add(await SecondsAsync(() => Task.FromResult(asof.Run(output, inInputOrder: true))));
            }

            CheckResult();
            return new Times(Rate.Median(product), Rate.Median(plain), Rate.Median(ordered), memory);
        }

        private async Task<long> JoinAsync()
        {
            var join = new TrainingJoin
            {
                Frame = new FrameFile(_data.Frame, Path.GetFileName(_data.Frame)),
                TimestampColumn = "t",
                OutputPath = Output,
                Views = [.. _views.Select(static entry => new TrainingJoinView(
                    entry.View, entry.Snapshot, [.. entry.View.Features.Select(static (feature, i) => (i, feature.Name))], ["k0"]))],
            };
            return (await new DuckDbTrainingSetEngine(_database).JoinAsync(join, null, CancellationToken.None)).Rows;
        }

        private void CheckResult()
        {
            using var stream = File.OpenRead(Output);
            var result = Convert.ToHexString(SHA256.HashData(stream));
            if (_result is not null && _result != result)
            {
                throw new InvalidOperationException("The training set over compacted files differs from the one over appended files.");
            }

            _result = result;
        }

        private static async Task<double> SecondsAsync(Func<Task<long>> run)
        {
            var clock = Stopwatch.StartNew();
            await run();
            return clock.Elapsed.TotalSeconds;
        }
    }
}
