using Catalog.Core.Errors;
using FeatureStore.Ports;

namespace FeatureStore.Erasures;

/// <summary>
/// What this process knows of the tombstones. Asks the catalogue again after <see cref="Refresh"/>, for the stamp only; while the catalogue is away what was known goes on for <see cref="Tolerance"/>. So a
/// tombstone is heeded by every batch that any process begins later than these after it was written. Thread-safe.
/// </summary>
internal sealed class ErasedEntities(IErasureStore? store, TimeProvider clock)
{
    /// <summary>How old what is known may be.</summary>
    internal static readonly TimeSpan Refresh = TimeSpan.FromSeconds(1);

    /// <summary>How old it may be while the catalogue is away.</summary>
    internal static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private volatile ErasedSet? _set;
    private long _checkedAt;

    /// <summary>The tombstones.</summary>
    /// <exception cref="CatalogException">The catalogue has been away for too long to know them.</exception>
    internal ValueTask<ErasedSet> CurrentAsync(CancellationToken cancellationToken)
        => store is null ? new(ErasedSet.Empty)
            : _set is { } known && clock.GetElapsedTime(Volatile.Read(ref _checkedAt)) < Refresh ? new(known)
            : new(AskAsync(cancellationToken));

    /// <summary>Asks the catalogue now.</summary>
    /// <exception cref="CatalogException">It is away.</exception>
    internal async Task<ErasedSet> RefreshAsync(CancellationToken cancellationToken)
    {
        if (store is null)
        {
            return ErasedSet.Empty;
        }

        var at = clock.GetTimestamp();
        var stamp = await store.GetStampAsync(cancellationToken).ConfigureAwait(false);
        if (_set is { } known && known.Stamp == stamp)
        {
            return Keep(known, at);
        }

        // The stamp is the older of the two, so that what comes in between is asked for again.
        var tombstones = stamp.Count == 0 ? [] : await store.ListTombstonesAsync(cancellationToken).ConfigureAwait(false);
        var salt = tombstones.Count == 0 ? default : await store.GetSaltAsync(default, cancellationToken).ConfigureAwait(false);
        return Keep(new ErasedSet(salt, tombstones, stamp), at);
    }

    private async Task<ErasedSet> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await RefreshAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (CatalogException) when (_set is not null && clock.GetElapsedTime(Volatile.Read(ref _checkedAt)) < Tolerance)
        {
            return _set!; // Asked just before, and never taken back.
        }
    }

    /// <summary>Two may ask at once, and the later answer can be the older one.</summary>
    private ErasedSet Keep(ErasedSet set, long at)
    {
        lock (_lock)
        {
            if (_set is { } known && (known.Stamp.Count > set.Stamp.Count || known.Stamp.Ended > set.Stamp.Ended))
            {
                return known;
            }

            if (_set?.Stamp != set.Stamp)
            {
                _set = set;
            }

            Volatile.Write(ref _checkedAt, Math.Max(_checkedAt, at));
            return _set!;
        }
    }
}
