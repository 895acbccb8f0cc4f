using System.Diagnostics;
using System.Globalization;
using Catalog.Benchmarks.Measuring;

namespace Catalog.Benchmarks.Files;

/// <summary>A file through the whole product.</summary>
internal sealed class FileBenchmark : Benchmark
{
    private const string FullFile = "../shared/data/loyalty/online_retail.csv.gz";
    private const string SampleFiles = "samples/loyalty/data";
    private const string Source = "loyalty-transactions";

    internal override string Name => "ingest-file";

    internal override string Description =>
        """
        The retail file (541,909 rows, gzip; --quick or without it: the extract in samples/loyalty) into an empty catalogue with the definitions of samples/loyalty:
        conversion and contract check of eight columns, quarantine, event log, then every view of the source in the online store and in Parquet files, all of it durable.
          product: log       until the run has ended, the views' writers at work meanwhile
          product: stores    until every view has everything in both stores
          bare reading       the same file unpacked and split into fields on one core, nothing kept
          DuckDB             the same file read as text columns and written as Parquet by DuckDB on all cores, nothing checked
        """;

    internal override async Task<BenchmarkResult> RunAsync(BenchmarkSetting setting)
    {
        var file = !setting.Quick && File.Exists(FullFile) ? FullFile : Directory.EnumerateFiles(SampleFiles, "*.csv.gz").Single();
        var rounds = setting.Quick ? 1 : 3;
        var table = new TextTable("contender", "seconds", "rows/s", "peak memory of the process so far");
        List<double> log = [], stores = [], bare = [], duckDb = [];
        var rows = 0L;
        for (var round = 0; round < rounds; round++)
        {
            var product = await ProductContender.RunAsync(Path.Combine(setting.Folder, $"data{round}"), Source, file);
            rows = product.Rows;
            log.Add(product.LogSeconds);
            stores.Add(product.StoresSeconds);
            bare.Add(Time(() => BareContender.CountRows(file), rows));
            duckDb.Add(Time(() => DuckDbContender.Copy(setting.Folder, file), rows));
        }

        Add(table, "product: log", rows, log, Machine.PeakMemory());
        Add(table, "product: stores", rows, stores);
        Add(table, "bare reading", rows, bare);
        Add(table, "DuckDB", rows, duckDb);
        return new BenchmarkResult(
            table, "The ratio is the rate of the product up to both stores over the rate of bare reading.", Rate.Median(bare) / Rate.Median(stores));
    }

    private static double Time(Func<long> work, long expected)
    {
        var clock = Stopwatch.StartNew();
        var rows = work();
        return rows == expected ? clock.Elapsed.TotalSeconds : throw new InvalidOperationException($"A contender read {rows} rows in place of {expected}.");
    }

    private static void Add(TextTable table, string name, long rows, List<double> seconds, string memory = "")
    {
        var median = Rate.Median(seconds);
        table.Add(name, median.ToString("0.00", CultureInfo.InvariantCulture), (rows / median).ToString("N0", CultureInfo.InvariantCulture), memory);
    }
}
