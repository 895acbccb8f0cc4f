using System.Globalization;
using Catalog.Benchmarks.Measuring;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace Catalog.Benchmarks.Lookup;

/// <summary>Reads of the embedded online store.</summary>
internal sealed class LookupBenchmark : Benchmark
{
    private const int Requests = 1_000;

    private static readonly (int Entities, int Views)[] Points = [(1, 5), (1, 25), (100, 5), (100, 25)];

    internal override string Name => "lookup";

    internal override string Description =>
        """
        Online lookups in the shape of feast-benchmarks: 10,000 draws of 9,999 keys (so about 37 % of the requested ids miss), 25 views of 10 int64
        features, 1,000 different requests in turn, one client. Each contender returns the encoded rows, the same bytes for the same keys:
          embedded    the product's online store, durable
          SQLite      one prepared query per entity over its clustered key; 32 MiB of cache, as the embedded store has
          dictionary  a ConcurrentDictionary in memory, without durability: the ceiling
        """;

    internal override async Task<BenchmarkResult> RunAsync(BenchmarkSetting setting)
    {
        var data = new LookupData(seed: 20_261_120);
        await using var embedded = new EmbeddedContender(setting.Folder);
        using var sqlite = new SqliteContender(setting.Folder);
        var dictionary = new DictionaryContender();
        foreach (var batch in data.Rows().Chunk(10_000))
        {
            await embedded.WriteAsync(batch);
            sqlite.Write(batch);
            dictionary.Write(batch);
        }

        var table = new TextTable("entities x features", "embedded/s", "SQLite/s", "dictionary/s", "values/s embedded", "embedded / SQLite", "embedded / dictionary");
        var worst = double.MaxValue;
        foreach (var (entities, views) in Points)
        {
            var rates = await MeasureAsync(data.Requests(Requests, entities), LookupData.Views[..views], embedded.Store, sqlite, dictionary, setting.Quick);
            var ratio = rates[0] / rates[1];
            worst = Math.Min(worst, ratio);
            table.Add(
                $"{entities} x {views * LookupData.FeaturesPerView}", Count(rates[0]), Count(rates[1]), Count(rates[2]),
                Count(rates[0] * entities * views * LookupData.FeaturesPerView),
                ratio.ToString("0.00", CultureInfo.InvariantCulture), (rates[0] / rates[2]).ToString("0.00", CultureInfo.InvariantCulture));
        }

        return new BenchmarkResult(table, "The ratio is embedded / SQLite at the point where it is smallest.", worst);
    }

    private static Task<double[]> MeasureAsync(
        EntityKey[][] requests, string[] views, IOnlineStore store, SqliteContender sqlite, DictionaryContender dictionary, bool quick)
    {
        var rows = new ReadOnlyMemory<byte>[requests[0].Length * views.Length];
        return Rate.MeasureAsync(
            rounds: quick ? 3 : 9,
            turn: TimeSpan.FromSeconds(quick ? 0.7 : 2),
            turn => store.ReadAsync(requests[turn % Requests], views, rows, CancellationToken.None),
            turn => Done(() => sqlite.Read(requests[turn % Requests], views.Length, rows)),
            turn => Done(() => dictionary.Read(requests[turn % Requests], views, rows)));
    }

    private static ValueTask Done(Action work)
    {
        work();
        return ValueTask.CompletedTask;
    }

    private static string Count(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
