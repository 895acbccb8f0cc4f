namespace FeatureStore.DuckDb.Engine;

/// <summary>Spells names and texts in SQL.</summary>
internal static class Sql
{
    /// <summary>Quotes the name of a column or table.</summary>
    internal static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Quotes a text.</summary>
    internal static string Text(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A list of expressions or names.</summary>
    internal static string List(IEnumerable<string> parts) => string.Join(", ", parts);

    /// <summary>Reads Parquet files as one table, taking folders that look like <c>a=b</c> for what they are: names.</summary>
    internal static string ReadParquet(params IEnumerable<string> paths)
        => $"read_parquet([{List(paths.Select(Text))}], hive_partitioning = false)";
}
