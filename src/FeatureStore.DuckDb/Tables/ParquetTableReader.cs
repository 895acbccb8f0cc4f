using System.Globalization;
using System.Runtime.CompilerServices;
using Catalog.Core.Arrow;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.Ports;

namespace FeatureStore.DuckDb.Tables;

/// <summary>Reads Parquet files through DuckDB.</summary>
internal sealed class ParquetTableReader(OfflineDatabase database) : ITableReader
{
    /// <summary>As many are taken at a time: a reader that stops after some rows of a very wide file has not read thousands of them.</summary>
    private const int ValuesAtATime = 65_536;

    public Task<IReadOnlyList<TableColumn>> GetColumnsAsync(string path, CancellationToken cancellationToken)
    {
        return Task.Run(GetColumns, cancellationToken);

        IReadOnlyList<TableColumn> GetColumns()
        {
            try
            {
                using var connection = database.Connect();
                return ParquetSchema.Read(connection, path, path, cancellationToken).Columns;
            }
            catch (DuckDbException exception)
            {
                throw DuckDbEdge.Translate(Attempt(path), exception, FeatureStoreErrorCode.InvalidEntityFrame);
            }
        }
    }

    public async IAsyncEnumerable<Value[]> ReadAsync(string path, long firstRow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var attempt = Attempt(path);
        using var connection = DuckDbEdge.Run(attempt, database.Connect);
        var schema = await DuckDbEdge.RunAsync(attempt, () => ParquetSchema.Read(connection, path, path, cancellationToken), cancellationToken).ConfigureAwait(false);
        var sql = string.Create(
            CultureInfo.InvariantCulture, $"SELECT {schema.Projection} FROM {Sql.ReadParquet(path)} WHERE file_row_number >= {firstRow}");
        using var reader = await DuckDbEdge.RunAsync(attempt, () => connection.Query(sql, cancellationToken), cancellationToken).ConfigureAwait(false);
        var rowsAtATime = Math.Max(1, ValuesAtATime / schema.Columns.Count);
        while (await DuckDbEdge.RunAsync(attempt, () => reader.ReadChunk(out var chunk) ? chunk : (DuckDbChunk?)null, cancellationToken).ConfigureAwait(false) is { } chunk)
        {
            for (var first = 0; first < chunk.RowCount; first += rowsAtATime)
            {
                foreach (var row in ReadRows(chunk, first, Math.Min(rowsAtATime, chunk.RowCount - first), schema))
                {
                    yield return row;
                }
            }
        }
    }

    public Task<IArrowSource> OpenColumnsAsync(string path, CancellationToken cancellationToken)
        => DuckDbEdge.RunAsync<IArrowSource>(Attempt(path), () => ParquetColumns.Open(database, path, Attempt(path), cancellationToken), cancellationToken);

    private static Value[][] ReadRows(DuckDbChunk chunk, int first, int count, TableSchema schema)
    {
        var rows = new Value[count][];
        for (var row = 0; row < count; row++)
        {
            rows[row] = new Value[schema.Columns.Count];
        }

        for (var column = 0; column < schema.Columns.Count; column++)
        {
            var vector = chunk[column];
            var type = schema.Columns[column].Type;
            for (var row = 0; row < count; row++)
            {
                rows[row][column] = ValueReading.Read(vector, first + row, type);
            }
        }

        return rows;
    }

    private static string Attempt(string path) => $"Reading the Parquet file '{path}'";
}
