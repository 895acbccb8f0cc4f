using FeatureStore.Model;

namespace Ingestion.Pipelines;

/// <summary>Waits for the writers of views. Thread-safe.</summary>
internal interface IViewProgress
{
    /// <summary>Completes when a view holds everything before some offsets of its source.</summary>
    /// <param name="view">The view version.</param>
    /// <param name="ends">The offsets, by partition.</param>
    /// <param name="isDurable">Whether the offline files must hold it, too; otherwise the online store is enough, and no file is asked for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="Catalog.Core.Errors.CatalogException">
    /// The writer is failing, or the version is not written (<see cref="IngestionErrorCode.WriterStopped"/>). The same call may succeed later.
    /// </exception>
    Task WaitAsync(FeatureViewId view, IReadOnlyList<long> ends, bool isDurable, CancellationToken cancellationToken);
}
