using FeatureStore.Model;
using FeatureStore.Proof;

namespace FeatureStore.Ports;

/// <summary>
/// Puts the rows of a view's offline files and questions about them into one order. It decides nothing: <see cref="LookupSweep"/> does. Streams and spills: memory stays within the configured
/// limit whatever the sizes. Thread-safe.
/// </summary>
public interface IProofEngine
{
    /// <summary>
    /// Gives the sweep, key by key, the rows of the key and the questions about it: ascending by sequence and bound, a row before a question of the same number, questions of one bound
    /// ascending by time. Rows behind the last bound and keys without a question are left out. Questions that the sweep puts off come again in another pass, with their rows.
    /// </summary>
    /// <param name="view">The view version.</param>
    /// <param name="snapshot">Its files, of one partition.</param>
    /// <param name="questions">The questions, in any order.</param>
    /// <param name="sweep">Receives all.</param>
    /// <param name="answered">Receives how many questions are answered so far; null when nobody listens.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.OfflineEngineFailed"/>, or <see cref="FeatureStoreErrorCode.CorruptData"/> when a file is missing.</exception>
    Task RunAsync(
        FeatureView view,
        OfflineSnapshot snapshot,
        IAsyncEnumerable<ProofQuestion> questions,
        LookupSweep sweep,
        IProgress<long>? answered,
        CancellationToken cancellationToken);
}
