using System.Globalization;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Offline;
using FeatureStore.Ports;

namespace FeatureStore.DuckDb.Training;

/// <summary>
/// Writes a training set as Parquet, or as CSV with RFC 3339 times, JSON lists, base64 bytes, and an empty field for null where empty text is quoted.
/// </summary>
internal static class TrainingSetFile
{
    private const long MaxBytesPerGroup = 128 << 20;
    private const long BytesPerValue = 16;

    /// <summary>Whether the name of <paramref name="path"/> says a format that can be written.</summary>
    internal static bool CanWrite(string path) => IsParquet(path) || path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    /// <summary>How Parquet files of so many columns are written.</summary>
    internal static string ParquetFormat(int columns)
    {
        var rows = RowGroups.Of(RowGroups.MaxRows, RowGroups.MaxRows * BytesPerValue * columns, MaxBytesPerGroup);
        return string.Create(CultureInfo.InvariantCulture, $"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {rows}");
    }

    /// <summary>Writes the columns of tables whose rows correspond by their position.</summary>
    /// <returns>Rows written.</returns>
    internal static long Write(
        DuckDbConnection connection,
        string path,
        IReadOnlyList<(TableColumn Column, string Expression)> columns,
        IEnumerable<string> tables,
        CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // The path is a full one.
        var expressions = columns.Select(column => $"{(IsParquet(path) ? column.Expression : InText(column.Expression, column.Column.Type))} AS {Sql.Name(column.Column.Name)}");
        var select = $"SELECT {Sql.List(expressions)} FROM {string.Join(" POSITIONAL JOIN ", tables)}";
        var format = IsParquet(path) ? ParquetFormat(columns.Count) : "FORMAT csv, HEADER true, DELIMITER ','";
        return DurableFile.Write(path, temporary => connection.Execute($"COPY ({select}) TO {Sql.Text(temporary)} ({format})", cancellationToken));
    }

    private static bool IsParquet(string path) => path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase);

    /// <summary>An expression as CSV shows its values.</summary>
    internal static string InText(string expression, DataType type) => type.IsList
        ? $"to_json(list_transform({expression}, lambda item: {ScalarInText("item", type.Element)}))"
        : ScalarInText(expression, type.Element);

    private static string ScalarInText(string expression, ScalarType type) => type switch
    {
        ScalarType.Timestamp => TimeInText($"epoch_us({expression})"),
        ScalarType.Bytes => $"to_base64({expression})",
        _ => expression,
    };

    /// <summary>As <see cref="Instant.ToString"/> writes it.</summary>
    private static string TimeInText(string microseconds)
    {
        var time = $"make_timestamp({microseconds})";
        return $"CASE WHEN {microseconds} % 1000000 = 0 THEN strftime({time}, '%Y-%m-%dT%H:%M:%SZ') " +
            $"WHEN {microseconds} % 1000 = 0 THEN strftime({time}, '%Y-%m-%dT%H:%M:%S.%gZ') ELSE strftime({time}, '%Y-%m-%dT%H:%M:%S.%fZ') END";
    }
}
