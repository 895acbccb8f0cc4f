using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Rows;

namespace FeatureStore.Ports;

/// <summary>Reads the rows of many keys out of a view's offline files. It decides nothing: which row answers is said by who asks. Thread-safe.</summary>
public interface IPastRows
{
    /// <summary>The rows of some keys, ordered by key, event time and sequence; streamed, whatever their number.</summary>
    /// <param name="view">The view version.</param>
    /// <param name="snapshot">Its files.</param>
    /// <param name="keys">Values of the view's join keys, in the order of its entities, each key once; rows name a key by its place here.</param>
    /// <param name="columns">The columns to read.</param>
    /// <param name="range">Which rows are wanted.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.OfflineEngineFailed"/>, or <see cref="FeatureStoreErrorCode.CorruptData"/> when a file is missing.</exception>
    IAsyncEnumerable<PastRow> ReadAsync(
        FeatureView view, OfflineSnapshot snapshot, IReadOnlyList<Value[]> keys, IReadOnlyList<ViewColumn> columns, PastRange range, CancellationToken cancellationToken);
}

/// <summary>Which rows are wanted of each key.</summary>
public sealed record PastRange
{
    /// <summary>The oldest event time.</summary>
    public required Instant From { get; init; }

    /// <summary>The newest event time.</summary>
    public required Instant Through { get; init; }

    /// <summary>The last arrival time.</summary>
    public required Instant LastArrival { get; init; }

    /// <summary>Of the rows with event times up to this one that also arrived by <see cref="PassedArrival"/> only the newest of a key is wanted; the others may be left out.</summary>
    public required Instant PassedTime { get; init; }

    /// <summary>See <see cref="PassedTime"/>.</summary>
    public required Instant PassedArrival { get; init; }
}

/// <summary>One row of one of the keys.</summary>
/// <param name="Key">Place of the key.</param>
/// <param name="Row">The row.</param>
public readonly record struct PastRow(int Key, KeyRow Row);
