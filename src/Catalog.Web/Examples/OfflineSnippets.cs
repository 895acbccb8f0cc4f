using Catalog.Web.ViewModels;
using FeatureStore.Model;
using FeatureStore.Ports;

namespace Catalog.Web.Examples;

/// <summary>How to read the Parquet files of a view where they lie. A test runs it.</summary>
public static class OfflineSnippets
{
    private const int MostFeatures = 6;

    /// <summary>
    /// The newest row of each key in DuckDB's SQL. It takes one row a key in the product's own order, so that a file which is being replaced by a fuller one counts once.
    /// </summary>
    public static Snippet Sql(FeatureView view, string folder)
    {
        var keys = string.Join(", ", view.Entities.Select(static entity => Literals.SqlName(entity.JoinKey)));
        var features = string.Join(", ", view.Features.Take(MostFeatures).Select(static feature => Literals.SqlName(feature.Name)));
        var path = $"{folder.TrimEnd('/')}/{view.Name}/v{view.Version}/**/*.parquet".Replace("'", "''", StringComparison.Ordinal);
        var order = $"{OfflineColumns.EventTime} DESC, {OfflineColumns.Sequence} DESC";
        return new Snippet("SQL", CodeLanguage.Sql, view.Entities.Count == 0
            ? $"""
              SELECT {features}, {OfflineColumns.EventTime}
              FROM read_parquet('{path}')
              ORDER BY {order} LIMIT 1;
              """
            : $"""
              SELECT DISTINCT ON ({keys}) {keys}, {features}, {OfflineColumns.EventTime}
              FROM read_parquet('{path}')
              ORDER BY {keys}, {order};
              """);
    }
}

/// <summary>Where the Parquet files of views lie on this machine.</summary>
/// <param name="Path">The folder, absolute.</param>
public sealed record OfflineFolder(string Path);
