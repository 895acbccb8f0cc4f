using FeatureStore.DuckDb;
using FeatureStore.DuckDb.Engine;
using Microsoft.Extensions.Options;

namespace Catalog.Benchmarks.Files;

/// <summary>DuckDB reads a CSV file as text columns and writes it as Parquet.</summary>
internal static class DuckDbContender
{
    internal static long Copy(string folder, string file)
    {
        using var database = new OfflineDatabase(Options.Create(new DuckDbOptions { RootDirectory = folder }));
        using var connection = database.Connect();
        return connection.Execute(
            $"COPY (SELECT * FROM read_csv('{Path.GetFullPath(file)}', all_varchar = true, header = true)) TO '{Path.Combine(folder, "copy.parquet")}' (FORMAT parquet)",
            CancellationToken.None);
    }
}
