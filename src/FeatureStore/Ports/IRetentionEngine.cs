using Catalog.Core.Values;
using FeatureStore.Model;

namespace FeatureStore.Ports;

/// <summary>Finds rows that are older than what is kept and writes files without them. It replaces nothing by itself. Thread-safe.</summary>
public interface IRetentionEngine
{
    /// <summary>
    /// Finds for each key the newest row, by event time and sequence, among those that happened before a time and had arrived by then; where each feature takes its own newest value
    /// (<see cref="NullPolicy.NewestNonNull"/>), also the newest with a value for each feature. Rows before these are due. Streams and spills.
    /// </summary>
    /// <param name="view">The view version.</param>
    /// <param name="files">All its files with rows from before the time.</param>
    /// <param name="time">The time.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What was found, to be disposed of.</returns>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.OfflineEngineFailed"/>, or a file cannot be read.</exception>
    Task<IRetentionPass> OpenAsync(FeatureView view, IReadOnlyList<OfflineFile> files, Instant time, CancellationToken cancellationToken);
}

/// <summary>The rows of some files that are due. Not thread-safe.</summary>
public interface IRetentionPass : IDisposable
{
    /// <summary>The last sequence of the rows that make others due; the smallest value when there is none.</summary>
    long LastSequence { get; }

    /// <summary>Counts the rows of a file that are due.</summary>
    /// <exception cref="FeatureStoreException">As <see cref="IRetentionEngine.OpenAsync"/>.</exception>
    Task<DueFile> CountAsync(OfflineFile file, CancellationToken cancellationToken);

    /// <summary>
    /// Writes the rows of a file that are not due to a new file, in their order and with their values, durable and not yet counted, under a name that no file had. No rows left: no file is made and the result has an empty
    /// path. The newest event time stays that of the file that was read, so that what is late is judged as before.
    /// </summary>
    /// <exception cref="FeatureStoreException">As <see cref="IRetentionEngine.OpenAsync"/>, or the file cannot be written.</exception>
    Task<OfflineFile> RewriteAsync(DueFile due, CancellationToken cancellationToken);
}

/// <summary>How much of a file is due.</summary>
/// <param name="File">The file.</param>
/// <param name="Rows">Rows that are due.</param>
/// <param name="Oldest">Event time of the oldest of the others; null when there are none.</param>
public sealed record DueFile(OfflineFile File, long Rows, Instant? Oldest);
