namespace FeatureStore.DuckDb.Offline;

/// <summary>How many rows a row group of a Parquet file has: DuckDB holds a group in memory while it writes it, so one of wide rows has fewer.</summary>
internal static class RowGroups
{
    /// <summary>The most rows of a group, which is what DuckDB takes by itself.</summary>
    internal const long MaxRows = OfflineFileSchema.TablePieceRows;

    private const long VectorRows = 2_048;

    /// <summary>The rows of each group, whole vectors.</summary>
    /// <param name="rows">Some rows.</param>
    /// <param name="bytes">What these take.</param>
    /// <param name="maxBytes">The most that a group may take.</param>
    internal static long Of(long rows, long bytes, long maxBytes) => bytes <= maxBytes ? MaxRows : Math.Clamp(rows * maxBytes / bytes / VectorRows * VectorRows, VectorRows, MaxRows);
}
