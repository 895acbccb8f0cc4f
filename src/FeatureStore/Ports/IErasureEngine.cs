using Catalog.Core.Values;
using FeatureStore.Model;

namespace FeatureStore.Ports;

/// <summary>Finds the rows of a key in Parquet files and writes files without them. It replaces nothing by itself in the offline store. Thread-safe.</summary>
public interface IErasureEngine
{
    /// <summary>How many rows of a key each file has.</summary>
    /// <param name="view">The view version.</param>
    /// <param name="files">Its files.</param>
    /// <param name="key">Columns and their values; a row has the key when all are equal.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.OfflineEngineFailed"/>, or a file cannot be read.</exception>
    Task<IReadOnlyList<long>> CountAsync(FeatureView view, IReadOnlyList<OfflineFile> files, IReadOnlyList<KeyPart> key, CancellationToken cancellationToken);

    /// <summary>
    /// Writes the rows of a file that do not have the key to a new file, in their order and with their values, durable and not yet counted. No rows left: no file is made and the result has an
    /// empty path. The bounds of the event times stay those of the file that was read, so that what is late is judged as before.
    /// </summary>
    /// <param name="view">The view version.</param>
    /// <param name="file">The file; it stays as it is.</param>
    /// <param name="key">The key.</param>
    /// <param name="mark">Letters and digits that make the name one that the file never had.</param>
    /// <param name="cancellationToken">Stops it; nothing stays behind under the final name.</param>
    /// <exception cref="FeatureStoreException">A file cannot be read or written.</exception>
    Task<OfflineFile> RewriteAsync(FeatureView view, OfflineFile file, IReadOnlyList<KeyPart> key, string mark, CancellationToken cancellationToken);

    /// <summary>How many rows of a local Parquet file have one of some keys.</summary>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.OfflineEngineFailed"/>.</exception>
    Task<long> CountAsync(string path, IReadOnlyList<IReadOnlyList<KeyPart>> keys, CancellationToken cancellationToken);

    /// <summary>Writes the rows of a local Parquet file of a training set that have none of some keys to a file, in their order; it may be the same one, which is then replaced in one step.</summary>
    /// <param name="from">The file.</param>
    /// <param name="to">The file to write.</param>
    /// <param name="columns">How many columns are written, from the first on; null for all.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Rows written.</returns>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.OfflineEngineFailed"/>.</exception>
    Task<long> RewriteAsync(string from, string to, int? columns, IReadOnlyList<IReadOnlyList<KeyPart>> keys, CancellationToken cancellationToken);
}

/// <summary>A column that has a part of a key.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Value">The value, in the type of the column.</param>
public readonly record struct KeyPart(string Column, Value Value);
