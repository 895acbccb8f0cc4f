using Catalog.Core.Arrow;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Offline;
using FeatureStore.DuckDb.Training;
using FeatureStore.Ports;

namespace FeatureStore.DuckDb.Tables;

/// <summary>Writes Parquet files through a table of DuckDB's, which spills what does not fit into memory.</summary>
internal sealed class ParquetTableWriter(OfflineDatabase database) : ITableWriter
{
    private const string Table = "received_rows";

    public Task<long> WriteAsync(ArrowReader rows, string path, CancellationToken cancellationToken)
        => DuckDbEdge.RunAsync($"Writing the Parquet file '{path}'", () => Write(rows, path, cancellationToken), cancellationToken);

    private long Write(ArrowReader rows, string path, CancellationToken cancellationToken)
    {
        CheckNames(rows.Fields);
        using var connection = database.Connect();
        connection.Execute($"CREATE TEMP TABLE {Table} ({Sql.List(rows.Fields.Select(static (field, i) => $"c{i} {DuckDbTypes.SqlName(field.Type)}"))})", cancellationToken);
        Append(rows, connection, cancellationToken);
        var columns = Sql.List(rows.Fields.Select(static (field, i) => $"c{i} AS {Sql.Name(field.Name)}"));
        return WholeFile.Write(
            path, temporary => connection.Execute($"COPY (SELECT {columns} FROM {Table}) TO {Sql.Text(temporary)} ({TrainingSetFile.ParquetFormat(rows.Fields.Count)})", cancellationToken));
    }

    /// <summary>DuckDB would rename a column without a name, and one whose name differs from another's in case only.</summary>
    private static void CheckNames(IReadOnlyList<ArrowInputField> fields)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in fields)
        {
            if (field.Name.Length == 0 || field.Name.Contains('\0', StringComparison.Ordinal))
            {
                throw new InvalidDataException($"Its column '{field.Name.Replace('\0', '␀')}' has no name that can be kept. Give it one, without the zero character.");
            }

            if (!names.Add(field.Name))
            {
                throw new InvalidDataException($"It has the column '{field.Name}' twice (case does not count). Rename or remove one of them.");
            }
        }
    }

    private static void Append(ArrowReader rows, DuckDbConnection connection, CancellationToken cancellationToken)
    {
        var columns = rows.Fields.Select(static _ => new Value[ArrowReader.MostRows]).ToArray();
        using var appender = connection.Append(Table, [.. rows.Fields.Select(static field => field.Type)]);
        while (rows.Read(columns) is > 0 and var count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var row = 0; row < count; row++)
            {
                for (var column = 0; column < columns.Length; column++)
                {
                    appender.Set(column, columns[column][row]);
                }

                appender.EndRow();
            }
        }

        appender.Complete();
    }
}
