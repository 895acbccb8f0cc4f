using FeatureStore.Proof;

namespace FeatureStore.Ports;

/// <summary>
/// Keeps logged lookups in the order in which they came, numbered from 0, for as long and as far as its settings allow; the oldest go first. Thread-safe. Every method throws
/// <see cref="FeatureStoreException"/> with <see cref="FeatureStoreErrorCode.LookupLogUnavailable"/> when the log cannot be read or written.
/// </summary>
public interface ILookupLog
{
    /// <summary>Appends lookups, in order; their <see cref="LoggedLookup.Number"/> is not looked at. When the task ends they survive a crash. A crash before leaves the first of them, each whole.</summary>
    ValueTask AppendAsync(IReadOnlyList<LoggedLookup> lookups, CancellationToken cancellationToken);

    /// <summary>What the log holds now.</summary>
    ValueTask<LookupLogExtent> GetExtentAsync(CancellationToken cancellationToken);

    /// <summary>How many lookups of each shape the log holds with a number from <paramref name="first"/> to before <paramref name="end"/>. Those that were damaged are in no count.</summary>
    Task<IReadOnlyDictionary<LookupShape, long>> CountAsync(long first, long end, CancellationToken cancellationToken);

    /// <summary>
    /// Reads lookups from number <paramref name="first"/> to before <paramref name="end"/>, ascending. Numbers are missing where lookups were dropped meanwhile or damaged.
    /// </summary>
    /// <param name="first">First number.</param>
    /// <param name="end">One past the last number.</param>
    /// <param name="wanted">Lookups of other shapes are left out.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    IAsyncEnumerable<LoggedLookup> ReadAsync(long first, long end, Predicate<LookupShape> wanted, CancellationToken cancellationToken);
}

/// <summary>What a lookup log holds.</summary>
/// <param name="First">Number of the oldest lookup kept: as many were dropped.</param>
/// <param name="End">One past the newest number.</param>
/// <param name="Bytes">Size on disk.</param>
public readonly record struct LookupLogExtent(long First, long End, long Bytes)
{
    /// <summary>Lookups kept.</summary>
    public long Count => End - First;
}
