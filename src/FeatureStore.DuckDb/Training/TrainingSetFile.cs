using System.Globalization;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Offline;
using FeatureStore.DuckDb.Parquet;
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
    internal static string ParquetFormat(int columns) => FormatOf("zstd", columns);

    /// <summary>As <see cref="ParquetFormat"/>, compressed in another way.</summary>
    internal static string FormatOf(string compression, int columns)
        => string.Create(CultureInfo.InvariantCulture, $"FORMAT parquet, COMPRESSION {compression}, ROW_GROUP_SIZE {RowsPerGroup(columns)}");

    /// <summary>Writes the columns of tables whose rows correspond by their position.</summary>
    /// <returns>Rows written.</returns>
    internal static long Write(
        JoinSpace space,
        string path,
        IReadOnlyList<(TableColumn Column, string Expression)> columns,
        IReadOnlyList<string> tables,
        long rows,
        CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // The path is a full one.
        var expressions = columns.Select(column => $"{(IsParquet(path) ? column.Expression : InText(column.Expression, column.Column.Type))} AS {Sql.Name(column.Column.Name)}");
        var select = $"SELECT {Sql.List(expressions)} FROM";
        if (IsParquet(path))
        {
            return WholeFile.Write(path, temporary => WriteParquet(space, temporary, select, tables, rows, columns.Count, cancellationToken));
        }

        using var connection = space.Connect();
        return WholeFile.Write(
            path, temporary => connection.Execute($"COPY ({select} {Beside(tables)}) TO {Sql.Text(temporary)} (FORMAT csv, HEADER true, DELIMITER ',')", cancellationToken));
    }

    /// <summary>
    /// DuckDB reads tables by position, and so writes them, on one thread. So each thread writes a part of the row groups, and the parts are put together to the file that one thread would write.
    /// </summary>
    private static long WriteParquet(JoinSpace space, string path, string select, IReadOnlyList<string> tables, long rows, int columns, CancellationToken cancellationToken)
    {
        var perGroup = RowsPerGroup(columns);
        var groups = (rows + perGroup - 1) / perGroup;
        var parts = (int)Math.Clamp(MaxBytesPerGroup / (perGroup * BytesPerValue * columns), 1, Math.Max(1, Math.Min(space.Threads, groups)));
        string[] paths = [path, .. Enumerable.Range(1, parts - 1).Select(part => string.Create(CultureInfo.InvariantCulture, $"{path}.{part}"))];
        var written = new long[parts];
        try
        {
            SideBySide.Run(
                parts,
                parts,
                (part, token) =>
                {
                    var (first, end) = (part * groups / parts * perGroup, (part + 1) * groups / parts * perGroup);
                    var condition = string.Create(CultureInfo.InvariantCulture, $"rowid >= {first} AND rowid < {end}");
                    var from = Beside(parts == 1 ? tables : tables.Select(table => $"(SELECT * FROM {table} WHERE {condition}) AS {table}"));
                    using var connection = space.Connect();
                    written[part] = connection.Execute($"COPY ({select} {from}) TO {Sql.Text(paths[part])} ({ParquetFormat(columns)})", token);
                },
                cancellationToken);
            if (parts > 1)
            {
                ParquetParts.AppendToFirst(paths, cancellationToken);
            }

            return written.Sum();
        }
        finally
        {
            paths.Skip(1).ToList().ForEach(File.Delete);
        }
    }

    private static string Beside(IEnumerable<string> tables) => string.Join(" POSITIONAL JOIN ", tables);

    private static long RowsPerGroup(int columns) => RowGroups.Of(RowGroups.MaxRows, RowGroups.MaxRows * BytesPerValue * columns, MaxBytesPerGroup);

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
