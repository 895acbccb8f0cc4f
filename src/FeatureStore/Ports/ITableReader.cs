using Catalog.Core.Arrow;
using Catalog.Core.Values;

namespace FeatureStore.Ports;

/// <summary>Reads Parquet files, whole and row by row, for ingestion and for previews. Thread-safe.</summary>
public interface ITableReader
{
    /// <summary>Columns of a Parquet file in file order, with the type each is read as.</summary>
    /// <exception cref="FeatureStoreException">
    /// <see cref="FeatureStoreErrorCode.InvalidEntityFrame"/> when the file is no Parquet file or has a column type that cannot be read; the message names it.
    /// </exception>
    Task<IReadOnlyList<TableColumn>> GetColumnsAsync(string path, CancellationToken cancellationToken);

    /// <summary>Rows of a Parquet file in file order, starting at row <paramref name="firstRow"/> (from 0), streamed in bounded memory.</summary>
    /// <returns>One array per row, values in column order. The array is the receiver's to keep.</returns>
    IAsyncEnumerable<Value[]> ReadAsync(string path, long firstRow, CancellationToken cancellationToken);

    /// <summary>
    /// Opens a Parquet file to be read column by column, in file order and in bounded memory. Types and values are those that other readers of Arrow find in the file.
    /// </summary>
    /// <param name="path">The file; it stays open until the result is disposed of.</param>
    /// <param name="cancellationToken">Stops the opening, and afterwards the reading.</param>
    /// <exception cref="FeatureStoreException">
    /// <see cref="FeatureStoreErrorCode.InvalidEntityFrame"/> when a column has a type that has no counterpart; <see cref="FeatureStoreErrorCode.OfflineEngineFailed"/> when the file
    /// cannot be read.
    /// </exception>
    Task<IArrowSource> OpenColumnsAsync(string path, CancellationToken cancellationToken);
}

/// <summary>One column of a table.</summary>
/// <param name="Name">Name.</param>
/// <param name="Type">Type that values are read as.</param>
public sealed record TableColumn(string Name, DataType Type);
