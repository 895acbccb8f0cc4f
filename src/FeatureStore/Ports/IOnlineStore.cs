using Catalog.Core.Values;
using FeatureStore.Rows;

namespace FeatureStore.Ports;

/// <summary>
/// Holds, for each entity key, one encoded row per feature view version: the newest by (event time, sequence).
/// Rows are opaque bytes (<see cref="OnlineRowCodec"/> makes them). Their order is that of the write and not that of their head: a row with windows changes also by an event older than its newest.
/// Thread-safe. Every method throws <see cref="FeatureStoreException"/> with <see cref="FeatureStoreErrorCode.OnlineStoreUnavailable"/>
/// when the store cannot be reached, and <see cref="FeatureStoreErrorCode.CorruptData"/> when stored bytes are damaged.
/// </summary>
public interface IOnlineStore
{
    /// <summary>
    /// How often the connection to the store began anew, so far. Where it changes between two writes, the store may have lost the first one in a crash, unless it keeps everything that it confirms. A store in this
    /// process has 0.
    /// </summary>
    long Breaks => 0;

    /// <summary>
    /// Writes rows, each atomically and only if it is newer by (event time, sequence) than what is stored. The order within the batch
    /// does not matter; writing the same batch again changes nothing. When the task ends the rows survive a crash of the process and
    /// of the machine, and every later read sees them.
    /// </summary>
    /// <returns>How many rows were newer and replaced or added one.</returns>
    ValueTask<int> WriteAsync(IReadOnlyList<OnlineWrite> rows, CancellationToken cancellationToken);

    /// <summary>
    /// Reads the rows of <paramref name="keys"/> in <paramref name="views"/>, in one round trip where there is a network.
    /// </summary>
    /// <param name="keys">Entity keys; duplicates allowed.</param>
    /// <param name="views">View versions, all with these entities.</param>
    /// <param name="rows">
    /// Receives the row of key k and view v at index <c>k * views.Count + v</c>: the encoded bytes, or empty when nothing is stored.
    /// The memory must not be changed and stays valid.
    /// </param>
    /// <param name="cancellationToken">Cancels the read.</param>
    ValueTask ReadAsync(
        IReadOnlyList<EntityKey> keys, IReadOnlyList<string> views, Memory<ReadOnlyMemory<byte>> rows, CancellationToken cancellationToken);

    /// <summary>All rows of one view version, in no order, while writes go on; a row written meanwhile may or may not be among them.</summary>
    IAsyncEnumerable<StoredOnlineRow> ScanAsync(string view, CancellationToken cancellationToken);

    /// <summary>Removes all rows of one view version. Rows of other views stay. Removing nothing is no error.</summary>
    ValueTask DeleteViewAsync(string view, CancellationToken cancellationToken);

    /// <summary>Removes the rows of one entity key in all views. Removing nothing is no error.</summary>
    ValueTask DeleteKeyAsync(EntityKey key, CancellationToken cancellationToken);

    /// <summary>Number of rows stored in one view version.</summary>
    ValueTask<long> CountAsync(string view, CancellationToken cancellationToken);
}

/// <summary>One row to write.</summary>
/// <param name="Key">Entity key.</param>
/// <param name="View">View version: the text of a <see cref="Model.FeatureViewId"/>.</param>
/// <param name="EventTime">First part of the order.</param>
/// <param name="Sequence">Second part of the order.</param>
/// <param name="Row">The encoded row; not to be changed afterwards.</param>
public readonly record struct OnlineWrite(EntityKey Key, string View, Instant EventTime, long Sequence, ReadOnlyMemory<byte> Row);

/// <summary>One stored row.</summary>
/// <param name="Key">Entity key.</param>
/// <param name="Row">The encoded row.</param>
public readonly record struct StoredOnlineRow(EntityKey Key, ReadOnlyMemory<byte> Row);
