using FeatureStore.DuckDb.Engine;
using FeatureStore.Model;
using FeatureStore.Ports;

namespace Catalog.Benchmarks.Training;

/// <summary>DuckDB's own ASOF join of the same files, as somebody would write it by hand.</summary>
internal sealed class AsofContender(DuckDbConnection connection, string folder, string frame, IReadOnlyList<(FeatureView View, OfflineSnapshot Snapshot)> views)
{
    /// <param name="output">Where to write.</param>
    /// <param name="inInputOrder">Whether the rows come out as they stand in the frame, as the product's do.</param>
    internal long Run(string output, bool inInputOrder)
    {
        var features = views.SelectMany(static (entry, i) => entry.View.Features.Select(
            feature => $"CASE WHEN f.t - v{i}.{OfflineColumns.EventTime} <= INTERVAL {(int)entry.View.Ttl.TotalDays} DAY THEN v{i}.{feature.Name} END AS {feature.Name}"));
        var joins = views.Select((entry, i) => $"ASOF LEFT JOIN {Files(entry.Snapshot)} AS v{i} ON f.k0 = v{i}.k0 AND f.t >= v{i}.{OfflineColumns.EventTime}");
        var rows = inInputOrder ? $"(SELECT *, row_number() OVER () AS ordinal FROM read_parquet('{frame}'))" : $"read_parquet('{frame}')";
        var order = inInputOrder ? "ORDER BY f.ordinal" : string.Empty;
        return connection.Execute(
            $"COPY (SELECT f.k0, f.t, f.label, {string.Join(", ", features)} FROM {rows} AS f {string.Join(' ', joins)} {order}) TO '{output}' (FORMAT parquet, COMPRESSION zstd)",
            CancellationToken.None);
    }

    private string Files(OfflineSnapshot snapshot)
        => $"read_parquet([{string.Join(", ", snapshot.Files.Select(file => $"'{Path.Combine(folder, file.Path)}'"))}])";
}
