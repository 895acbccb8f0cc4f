using Catalog.Core.Arrow;

namespace FeatureStore.Ports;

/// <summary>Writes Parquet files of tables that come from elsewhere. Thread-safe.</summary>
public interface ITableWriter
{
    /// <summary>Writes all rows that are left, in their order and in bounded memory. The file appears under its name only when it is complete.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops the work and removes what was written.</param>
    /// <returns>Rows written.</returns>
    /// <exception cref="InvalidDataException">The rows cannot be read.</exception>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.OfflineEngineFailed"/> when the file cannot be written.</exception>
    Task<long> WriteAsync(ArrowReader rows, string path, CancellationToken cancellationToken);
}
