using FeatureStore.Model;

namespace FeatureStore.Ports;

/// <summary>
/// Waits until what had arrived is in the stores. A training set or a statistics run that must see everything up to now calls it first. Ingestion implements it.
/// Thread-safe.
/// </summary>
public interface IMaterializationBarrier
{
    /// <summary>
    /// Completes when every event that the event log held when the call was made is in the view's online rows and committed offline files. Returns at once for a view
    /// version that is not being written (an older version): its files do not change any more. While another version takes over it completes once that one answers; who wants the newest events
    /// then asks for the version that answers, as <see cref="Selection.SettledSelection"/> does.
    /// </summary>
    /// <exception cref="Catalog.Core.Errors.CatalogException">The writer of the view is failing; the message says why. The same call may succeed later.</exception>
    Task FlushAsync(FeatureViewId view, CancellationToken cancellationToken);
}
