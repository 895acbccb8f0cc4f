using Catalog.Core.Values;

namespace FeatureStore.Ports;

/// <summary>The rows of one key, as they were when they were gathered. One question at a time.</summary>
public interface IKeyRows : IDisposable
{
    /// <summary>Rows of a range, ordered by event time and sequence; streamed.</summary>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.OfflineEngineFailed"/>.</exception>
    IAsyncEnumerable<KeyRow> ReadAsync(KeyRange range, CancellationToken cancellationToken);

    /// <summary>How many rows a range has; its limit does not matter.</summary>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.OfflineEngineFailed"/>.</exception>
    Task<long> CountAsync(KeyRange range, CancellationToken cancellationToken);
}

/// <summary>Which rows of a key are wanted.</summary>
public sealed record KeyRange
{
    /// <summary>Only event times after this one; null for no bound.</summary>
    public Instant? After { get; init; }

    /// <summary>Only event times up to this one, included; null for no bound.</summary>
    public Instant? Through { get; init; }

    /// <summary>Divides rows in those that were known and others; null takes all.</summary>
    public KnownRows? Known { get; init; }

    /// <summary>With <see cref="Known"/>: takes the rows that were not known.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>Place of a column that must not be null; null for no such condition.</summary>
    public int? NotNull { get; init; }

    /// <summary>Place of a bool column that must not be true; null for no such condition.</summary>
    public int? NotTrue { get; init; }

    /// <summary>Whether the last row comes first.</summary>
    public bool NewestFirst { get; init; }

    /// <summary>The most rows that are given; null for all.</summary>
    public int? Limit { get; init; }
}

/// <summary>Which rows were known: those that had arrived by a time, and whose sequence is not above a number.</summary>
/// <param name="LastArrival">The last arrival time, in microseconds since 1970, UTC; the largest value where there is no cut.</param>
/// <param name="LastSequence">The last sequence; the largest value where there is no cut.</param>
public readonly record struct KnownRows(long LastArrival, long LastSequence)
{
    /// <summary>Whether a row was known.</summary>
    public bool Has(in KeyRow row) => row.ArrivalTime.UnixMicroseconds <= LastArrival && row.Sequence <= LastSequence;
}

/// <summary>One row of a key.</summary>
/// <param name="EventTime">Event time.</param>
/// <param name="ArrivalTime">When it reached the event log.</param>
/// <param name="Sequence">Its position there.</param>
/// <param name="Values">Values of the columns asked for.</param>
public readonly record struct KeyRow(Instant EventTime, Instant ArrivalTime, long Sequence, Value[] Values);
