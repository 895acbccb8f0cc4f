using System.Diagnostics;
using System.Globalization;
using Catalog.Benchmarks.Measuring;
using FeatureStore.DuckDb.Engine;
using FeatureStore.Model;
using FeatureStore.Ports;

namespace Catalog.Benchmarks.Training;

/// <summary>Time and memory of training sets that are large in one direction.</summary>
internal sealed class TrainingMemoryBenchmark : Benchmark
{
    private const int SampledRows = 10_000;

    internal override string Name => "training-memory";

    internal override string Description =>
        $"""
        Two training sets, each built in a process of its own with {TrainingCase.MemoryMebibytes} MiB for DuckDB, over files as the product appends them:
          long    10 M entity rows x 5 views of 4 features and 10 M rows (--quick: 500,000 x 1 M)
          wide    17,000 entity rows x 10 views of 1,000 features and 34,000 rows (--quick: 2,000 x 10 x 200)
        The product keeps ties by sequence and the order of the frame; ASOF is DuckDB's join of the same files, ties and rows as they fall. {SampledRows:N0} rows of the product's result are compared with
        what a search through the whole history gives for each.
        """;

    internal override async Task<BenchmarkResult> RunAsync(BenchmarkSetting setting)
    {
        var table = new TextTable("case", "contender", "seconds", "largest memory of the process", "MB written");
        var ratio = 0.0;
        foreach (var name in setting.Quick ? new[] { "long-quick", "wide-quick" } : ["long", "wide"])
        {
            var which = Array.Find(TrainingCase.All, candidate => candidate.Name == name)!; // Both lists stand in the code.
            var folder = Directory.CreateDirectory(Path.Combine(setting.Folder, name)).FullName;
            Write(which, folder);
            var product = await MeasureAsync(which, TrainingCase.Product, folder, table);
            Compare(which, folder);
            var asof = await MeasureAsync(which, TrainingCase.Asof, folder, table);
            ratio = ratio == 0 && asof is { } peer && product is { } own ? peer / own : ratio;
            Directory.Delete(folder, recursive: true);
        }

        return new BenchmarkResult(table, "The ratio is the time of ASOF over that of the product, for the long one.", ratio);
    }

    private static void Write(TrainingCase which, string folder)
    {
        using var database = TrainingCase.Open(folder);
        using var connection = database.Connect();
        which.Write(connection, folder);
    }

    /// <returns>Seconds; null when the contender failed, which is told in the table.</returns>
    private static async Task<double?> MeasureAsync(TrainingCase which, string contender, string folder, TextTable table)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Environment.GetCommandLineArgs()[0], TrainingCase.Argument, which.Name, contender, folder])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            var reason = (await error).Split('\n', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(string.Empty);
            Add([which.Name, contender, "failed", reason.Length > 90 ? reason[..90] : reason, string.Empty]);
            return null;
        }

        var parts = output.Trim().Split('\t');
        var seconds = double.Parse(parts[0], CultureInfo.InvariantCulture);
        var written = new FileInfo(TrainingCase.OutputOf(folder, contender)).Length / 1e6;
        Add([which.Name, contender, seconds.ToString("0.0", CultureInfo.InvariantCulture), parts[1], written.ToString("N0", CultureInfo.InvariantCulture)]);
        return seconds;

        void Add(string[] row)
        {
            table.Add(row);
            Console.Error.WriteLine(string.Join(", ", row)); // They take minutes.
        }
    }

    /// <summary>Looks some rows of the result up in all files, without any join by time.</summary>
    private static void Compare(TrainingCase which, string folder)
    {
        using var database = TrainingCase.Open(folder);
        using var connection = database.Connect();
        var (frame, views) = which.Write(connection, folder);
        var result = TrainingCase.OutputOf(folder, TrainingCase.Product);
        connection.Execute(
            $"CREATE TEMP TABLE sampled AS SELECT k0, t, label FROM read_parquet('{frame}') WHERE hash(label) % {Math.Max(1, which.Entities / SampledRows)} = 0", CancellationToken.None);
        foreach (var (view, snapshot) in views)
        {
            var differing = connection.Execute(Differing(view, snapshot, folder, result), CancellationToken.None);
            if (differing != 0)
            {
                throw new InvalidOperationException($"In {differing} of the rows compared the training set '{which.Name}' has other values of '{view.Name}' than its history.");
            }
        }
    }

    /// <summary>Counts rows of the sample in which the result has other values than the newest row by (event time, sequence) within the ttl.</summary>
    private static string Differing(FeatureView view, OfflineSnapshot snapshot, string folder, string result)
    {
        var features = view.Features.Take(8).Concat(view.Features.TakeLast(1)).Distinct().Select(static feature => feature.Name).ToArray();
        var files = string.Join(", ", snapshot.Files.Select(file => $"'{Path.Combine(folder, file.Path)}'"));
        var newest = string.Join(", ", features.Select(feature => $"arg_max(h.{feature}, ROW(h.{OfflineColumns.EventTime}, h.{OfflineColumns.Sequence})) AS {feature}"));
        return $"""
            WITH expected AS (
              SELECT label, {newest} FROM sampled LEFT JOIN read_parquet([{files}]) AS h
                ON h.k0 = sampled.k0 AND h.{OfflineColumns.EventTime} <= sampled.t AND h.{OfflineColumns.EventTime} >= sampled.t - INTERVAL {(int)view.Ttl.TotalDays} DAY
              GROUP BY label)
            SELECT count(*) FROM expected LEFT JOIN (SELECT * FROM read_parquet('{result}') WHERE label IN (SELECT label FROM sampled)) AS given USING (label)
            WHERE {string.Join(" OR ", features.Select(static feature => $"expected.{feature} IS DISTINCT FROM given.{feature}"))}
            """;
    }
}
