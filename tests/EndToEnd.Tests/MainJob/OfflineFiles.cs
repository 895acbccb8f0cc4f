using Catalog.Core.Values;
using FeatureStore.DuckDb;
using FeatureStore.Ports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EndToEnd.Tests.MainJob;

/// <summary>Reads the Parquet files of an offline store without the catalogue that recorded them.</summary>
internal static class OfflineFiles
{
    /// <summary>The rows of each file as text, without their arrival times, by the file's path.</summary>
    internal static async Task<IReadOnlyDictionary<string, List<string>>> ReadAsync(string root)
    {
        using var spill = new Infrastructure.TemporaryDirectory();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("FeatureStore:DuckDb:RootDirectory", spill.Path)]).Build();
        await using var services = new ServiceCollection().AddDuckDbOfflineStore(configuration).BuildServiceProvider();
        var tables = services.GetRequiredService<ITableReader>();
        var files = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(root, "*.parquet", SearchOption.AllDirectories))
        {
            files.Add(Path.GetRelativePath(root, path), await ReadFileAsync(tables, path));
        }

        return files;
    }

    private static async Task<List<string>> ReadFileAsync(ITableReader tables, string path)
    {
        var token = TestContext.Current.CancellationToken;
        var columns = await tables.GetColumnsAsync(path, token);
        var arrival = columns.ToList().FindIndex(static column => column.Name == OfflineColumns.ArrivalTime);
        var rows = new List<string>();
        await foreach (var row in tables.ReadAsync(path, firstRow: 0, token))
        {
            Assert.False(row[arrival].IsNull);
            rows.Add(string.Join('|', row.Where((_, column) => column != arrival).Select(static (Value value) => value.ToString())));
        }

        return rows;
    }
}
