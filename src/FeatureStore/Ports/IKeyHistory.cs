using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Rows;

namespace FeatureStore.Ports;

/// <summary>Reads the rows of one key out of a view's offline files. It decides nothing: which rows count is said by who asks. Thread-safe.</summary>
public interface IKeyHistory
{
    /// <summary>Gathers the rows of a key, which may spill to disk.</summary>
    /// <param name="view">The view version.</param>
    /// <param name="snapshot">Its files.</param>
    /// <param name="key">Values of the view's join keys, in the order of its entities.</param>
    /// <param name="columns">The columns to read.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The rows, to be disposed of.</returns>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.OfflineEngineFailed"/>, or <see cref="FeatureStoreErrorCode.CorruptData"/> when a file is missing.</exception>
    Task<IKeyRows> OpenAsync(FeatureView view, OfflineSnapshot snapshot, IReadOnlyList<Value> key, IReadOnlyList<ViewColumn> columns, CancellationToken cancellationToken);
}
