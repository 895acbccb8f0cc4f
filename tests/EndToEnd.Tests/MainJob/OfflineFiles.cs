using Catalog.Core.Values;
using FeatureStore.DuckDb;
using FeatureStore.Ports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EndToEnd.Tests.MainJob;

/// <summary>Reads the Parquet files of an offline store without the catalogue that recorded them.</summary>
internal static class OfflineFiles
{
    /// <summary>
    /// The rows of each partition as text in the order of their sequences, without their arrival times, by the partition's path. Which files hold them is left out: it depends on when they are
    /// compacted.
    /// </summary>
    /// <param name="root">The folder of the offline store.</param>
    /// <param name="withSequences">Whether their sequences are told.</param>
    internal static async Task<IReadOnlyDictionary<string, List<string>>> ReadPartitionsAsync(string root, bool withSequences)
    {
        using var spill = new Infrastructure.TemporaryDirectory();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("FeatureStore:DuckDb:RootDirectory", spill.Path)]).Build();
        await using var services = new ServiceCollection().AddDuckDbOfflineStore(configuration).BuildServiceProvider();
        var tables = services.GetRequiredService<ITableReader>();
        var partitions = new Dictionary<string, List<(long Sequence, string Row)>>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(root, "*.parquet", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetDirectoryName(Path.GetRelativePath(root, path))!;
            if (!partitions.TryGetValue(name, out var rows))
            {
                partitions[name] = rows = [];
            }

            rows.AddRange(await ReadFileAsync(tables, path, withSequences));
        }

        return partitions.ToDictionary(
            static partition => partition.Key, static partition => partition.Value.OrderBy(static row => row.Sequence).Select(static row => row.Row).ToList(), StringComparer.Ordinal);
    }

    private static async Task<List<(long Sequence, string Row)>> ReadFileAsync(ITableReader tables, string path, bool withSequences)
    {
        var token = TestContext.Current.CancellationToken;
        var names = (await tables.GetColumnsAsync(path, token)).Select(static column => column.Name).ToList();
        var (arrival, sequence) = (names.IndexOf(OfflineColumns.ArrivalTime), names.IndexOf(OfflineColumns.Sequence));
        var rows = new List<(long Sequence, string Row)>();
        await foreach (var row in tables.ReadAsync(path, firstRow: 0, token))
        {
            Assert.False(row[arrival].IsNull);
            var told = row.Where((_, column) => column != arrival && (withSequences || column != sequence));
            rows.Add((row[sequence].AsInt64(), string.Join('|', told.Select(static (Value value) => value.ToString()))));
        }

        return rows;
    }
}
