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
    internal static Task<IReadOnlyDictionary<string, List<string>>> ReadAsync(string root)
        => ReadAsync(root, static path => path, OfflineColumns.ArrivalTime);

    /// <summary>The rows of each partition as text in the order of their sequences, without their arrival times and sequences, by the partition's path.</summary>
    internal static Task<IReadOnlyDictionary<string, List<string>>> ReadPartitionsAsync(string root)
        => ReadAsync(root, static path => Path.GetDirectoryName(path)!, OfflineColumns.ArrivalTime, OfflineColumns.Sequence);

    private static async Task<IReadOnlyDictionary<string, List<string>>> ReadAsync(string root, Func<string, string> nameOf, params string[] without)
    {
        using var spill = new Infrastructure.TemporaryDirectory();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("FeatureStore:DuckDb:RootDirectory", spill.Path)]).Build();
        await using var services = new ServiceCollection().AddDuckDbOfflineStore(configuration).BuildServiceProvider();
        var tables = services.GetRequiredService<ITableReader>();
        var files = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(root, "*.parquet", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = nameOf(Path.GetRelativePath(root, path));
            if (!files.TryGetValue(name, out var rows))
            {
                files[name] = rows = [];
            }

            rows.AddRange(await ReadFileAsync(tables, path, without));
        }

        return files;
    }

    private static async Task<List<string>> ReadFileAsync(ITableReader tables, string path, string[] without)
    {
        var token = TestContext.Current.CancellationToken;
        var columns = await tables.GetColumnsAsync(path, token);
        var left = columns.Select(column => without.Contains(column.Name)).ToArray();
        Assert.Equal(without.Length, left.Count(static isLeft => isLeft));
        var rows = new List<string>();
        await foreach (var row in tables.ReadAsync(path, firstRow: 0, token))
        {
            Assert.DoesNotContain(row.Where((_, column) => left[column]), static value => value.IsNull);
            rows.Add(string.Join('|', row.Where((_, column) => !left[column]).Select(static (Value value) => value.ToString())));
        }

        return rows;
    }
}
