using Catalog.Web.ViewModels;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace Catalog.Web.Examples;

/// <summary>How to read the Parquet files of a view where they lie. A test runs it.</summary>
public static class OfflineSnippets
{
    private const int MostFeatures = 6;

    /// <summary>
    /// The newest row of each key in DuckDB's SQL; of a view with windows the newest events that they run over, since the files hold those and no values of windows. A row counts once,
    /// although a file that is being replaced by a fuller one has it too.
    /// </summary>
    public static Snippet Sql(FeatureView view, string folder)
    {
        var path = $"{folder.TrimEnd('/')}/{view.Name}/v{view.Version}/**/*.parquet".Replace("'", "''", StringComparison.Ordinal);
        return new Snippet("SQL", CodeLanguage.Sql, view.Features.Any(static feature => feature.Aggregation is not null) ? Events(view, path) : Newest(view, path));
    }

    private static string Newest(FeatureView view, string path)
    {
        var keys = string.Join(", ", KeysOf(view));
        var features = string.Join(", ", view.Features.Take(MostFeatures).Select(static feature => Literals.SqlName(feature.Name)));
        var order = $"{OfflineColumns.EventTime} DESC, {OfflineColumns.Sequence} DESC";
        return keys.Length == 0
            ? $"""
              SELECT {features}, {OfflineColumns.EventTime}
              FROM read_parquet('{path}')
              ORDER BY {order} LIMIT 1;
              """
            : $"""
              SELECT DISTINCT ON ({keys}) {keys}, {features}, {OfflineColumns.EventTime}
              FROM read_parquet('{path}')
              ORDER BY {keys}, {order};
              """;
    }

    private static string Events(FeatureView view, string path)
    {
        string[] features = [.. view.Features.Where(static feature => feature.Aggregation is null).Take(MostFeatures).Select(static feature => feature.Name)];
        var inputs = view.Inputs
            .Where(input => !features.Contains(input.Column) && view.Entities.All(entity => entity.JoinKey != input.Column))
            .Take(MostFeatures)
            .Select(static input => $"{Literals.SqlName(ViewColumns.InputPrefix + input.Column)} AS {Literals.SqlName(input.Column)}");
        string[] columns = [.. KeysOf(view), .. features.Select(Literals.SqlName), .. inputs, OfflineColumns.EventTime];
        string[] row = [.. KeysOf(view), OfflineColumns.Sequence];
        return $"""
            -- The events of the windows. Their values at a moment: make a training set.
            SELECT DISTINCT ON ({string.Join(", ", row)}) {string.Join(", ", columns)}
            FROM read_parquet('{path}')
            ORDER BY {OfflineColumns.EventTime} DESC
            LIMIT 20;
            """;
    }

    private static IEnumerable<string> KeysOf(FeatureView view) => view.Entities.Select(static entity => Literals.SqlName(entity.JoinKey));
}

/// <summary>Where the Parquet files of views lie.</summary>
/// <param name="Path">The folder of this machine, absolute, or an address that DuckDB and pandas read from, such as <c>s3://bucket/prefix</c>.</param>
public sealed record OfflineFolder(string Path);
