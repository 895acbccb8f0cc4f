using System.Globalization;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace FeatureStore.DuckDb.Offline;

/// <summary>The columns of a view's offline files: join keys, times, sequence, features, with their types and Parquet field ids.</summary>
internal sealed class OfflineFileSchema
{
    /// <summary>Temporary table that rows are collected in before they are copied to a file.</summary>
    internal const string Table = "offline_rows";

    /// <summary>Rows of one piece of a DuckDB table.</summary>
    internal const long TablePieceRows = 122_880;

    private static readonly DataType Time = new(ScalarType.Timestamp);

    /// <summary>How offline files are written: training sets and lookups of their history wait for what is read from them, not for the disk (ADR-0019).</summary>
    internal const string Format = $"FORMAT parquet, COMPRESSION {Compression}";

    /// <summary>How their pages are compressed.</summary>
    internal const string Compression = "lz4_raw";

    // DuckDB adds columns of these names to whatever it reads from files.
    private static readonly string[] Reserved = ["file_index", "file_row_number", "filename"];

    // Elements of a list need ids of their own, outside the range of columns.
    private const int ElementFieldIdOffset = 100_000;

    private readonly (string Name, DataType Type, int FieldId)[] _columns;
    private readonly int _keyCount;

    internal OfflineFileSchema(FeatureView view)
    {
        _keyCount = view.Entities.Count;
        _columns =
        [
            .. view.Entities.Select(static (entity, i) => (entity.JoinKey, entity.Type, OfflineColumns.FirstKeyFieldId + i)),
            (OfflineColumns.EventTime, Time, 1),
            (OfflineColumns.ArrivalTime, Time, 2),
            (OfflineColumns.Sequence, new DataType(ScalarType.Int64), 3),
            .. new ViewColumns(view).All.Select(static (column, i) => (column.Name, column.Type, OfflineColumns.FirstFeatureFieldId + i)),
        ];
        Types = [.. _columns.Select(static column => column.Type)];
        CheckNames(view);
    }

    /// <summary>Bytes of a row in memory, without those of its texts, bytes and lists.</summary>
    internal long RowBytes => sizeof(long) * _columns.Length;

    /// <summary>Memory that DuckDB cannot spill while the table is filled or read: a block of 256 KiB for each column, and one for which of it are null.</summary>
    internal long HeldBytes => 2 * (256 << 10) * (long)_columns.Length;

    /// <summary>Types of the columns in file order.</summary>
    internal IReadOnlyList<DataType> Types { get; }

    /// <summary>The statement that makes the table; its columns are numbered.</summary>
    internal string CreateTable
        => $"CREATE TEMP TABLE {Table} ({Sql.List(_columns.Select(static (column, i) => $"c{i} {DuckDbTypes.SqlName(column.Type)}"))})";

    /// <summary>The statement that adds the rows of an earlier file to the table, in their order.</summary>
    internal string InsertFrom(string path)
        => $"INSERT INTO {Table} SELECT {Sql.List(_columns.Select(static column => Sql.Name(column.Name)))} FROM read_parquet({Sql.Text(path)})";

    /// <summary>The question how many bytes the texts, bytes and lists of the table have; null when it can hold none.</summary>
    internal string? SelectBytes
    {
        get
        {
            string[] lengths = [.. _columns.Select(static (column, i) => LengthOf(column.Type, string.Create(CultureInfo.InvariantCulture, $"c{i}"))).OfType<string>()];
            return lengths.Length == 0 ? null : $"SELECT CAST(coalesce(sum({string.Join(" + ", lengths.Select(static length => $"coalesce({length}, 0)"))}), 0) AS BIGINT) FROM {Table}";
        }
    }

    /// <summary>Appends a row to the table.</summary>
    internal void Append(DuckDbAppender appender, in FeatureRow row)
    {
        for (var i = 0; i < _keyCount; i++)
        {
            appender.Set(i, row.KeyValues[i]);
        }

        appender.Set(_keyCount, row.EventTime.UnixMicroseconds);
        appender.Set(_keyCount + 1, row.ArrivalTime.UnixMicroseconds);
        appender.Set(_keyCount + 2, row.Sequence);
        for (var i = 0; i < row.Values.Length; i++)
        {
            appender.Set(_keyCount + 3 + i, row.Values[i]);
        }

        appender.EndRow();
    }

    /// <summary>
    /// The statement that copies the table to a file. The rows are in log order already. Where they fill more than one piece of the table, the pieces depend on how the rows came into
    /// it; a sort cuts them into the same row groups all the same.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="rows">Rows of the table.</param>
    /// <param name="rowsPerGroup">Rows of a row group.</param>
    internal string CopyTo(string path, long rows, long rowsPerGroup)
    {
        var columns = Sql.List(_columns.Select(static (column, i) => $"c{i} AS {Sql.Name(column.Name)}"));
        var order = rows > TablePieceRows ? string.Create(CultureInfo.InvariantCulture, $" ORDER BY c{_keyCount + 2}") : string.Empty;
        return Copy($"SELECT {columns} FROM {Table}{order}", path, rowsPerGroup);
    }

    /// <summary>The statement that copies the rows of files to one, sorted by join keys, event time and sequence.</summary>
    /// <param name="files">The files.</param>
    /// <param name="path">The new file.</param>
    /// <param name="rowsPerGroup">Rows of a row group.</param>
    internal string MergeTo(IReadOnlyList<string> files, string path, long rowsPerGroup)
    {
        var order = _columns[.._keyCount].Select(static column => column.Name).Append(OfflineColumns.EventTime).Append(OfflineColumns.Sequence);
        return Copy(
            $"SELECT {Sql.List(_columns.Select(static column => Sql.Name(column.Name)))} FROM {Sql.ReadParquet(files)} ORDER BY {Sql.List(order.Select(Sql.Name))}", path, rowsPerGroup);
    }

    /// <summary>The statement that copies the rows of a file that are kept to another, in their order.</summary>
    internal string CopyTo(string from, string to, KeptInFile kept, long rowsPerGroup)
        => Copy($"SELECT {Sql.List(_columns.Select(static column => $"h.{Sql.Name(column.Name)}"))} FROM {Sql.ReadParquet(from)} AS h {kept.Join} WHERE {kept.Condition} ORDER BY h.file_row_number", to, rowsPerGroup);

    private string Copy(string select, string path, long rowsPerGroup)
    {
        var fieldIds = Sql.List(_columns.Select(static column => $"{Sql.Name(column.Name)}: {FieldId(column.Type, column.FieldId)}"));
        return $"COPY ({select}) TO {Sql.Text(path)} ({Format}, ROW_GROUP_SIZE {rowsPerGroup.ToString(CultureInfo.InvariantCulture)}, FIELD_IDS {{{fieldIds}}})";
    }

    /// <summary>DuckDB takes names that differ in case only for the same.</summary>
    private void CheckNames(FeatureView view)
    {
        var names = new HashSet<string>(Reserved, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, _, _) in _columns)
        {
            if (!names.Add(name))
            {
                throw new FeatureStoreException(
                    FeatureStoreErrorCode.FeatureNameCollision,
                    $"The offline files of feature view '{view.Name}' cannot have a column '{name}': the name is taken, or kept for the engine " +
                    $"({string.Join(", ", Reserved)}). Rename the feature; names must differ in more than case.");
            }
        }
    }

    private static string? LengthOf(DataType type, string column) => (type.IsList, type.Element) switch
    {
        (false, ScalarType.String) => $"strlen({column})",
        (false, ScalarType.Bytes) => $"octet_length({column})",
        (true, ScalarType.String) => $"list_sum(list_transform({column}, lambda item: strlen(item)))",
        (true, ScalarType.Bytes) => $"list_sum(list_transform({column}, lambda item: octet_length(item)))",
        (true, _) => $"8 * len({column})",
        _ => null,
    };

    private static string FieldId(DataType type, int id) => type.IsList
        ? string.Create(CultureInfo.InvariantCulture, $"{{__duckdb_field_id: {id}, element: {id + ElementFieldIdOffset}}}")
        : id.ToString(CultureInfo.InvariantCulture);
}
