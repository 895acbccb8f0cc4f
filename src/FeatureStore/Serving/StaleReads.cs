using Catalog.Core.Values;
using FeatureStore.Diagnostics;
using FeatureStore.Ports;
using FeatureStore.Rows;
using Microsoft.Extensions.Logging;

namespace FeatureStore.Serving;

/// <summary>
/// Reads rows for lookups and keeps them. While the store is away, those that were read before are taken; one lookup a second asks the store again, so that the others need not wait for one that hangs.
/// Thread-safe.
/// </summary>
internal sealed class StaleReads(OnlineStoreOptions options, ILogger<StaleReads> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly KeptRows _kept = new(options.MaxStaleBytes);

    /// <summary>Until when the store counts as away, in microseconds since 1970, UTC; 0 while it answers.</summary>
    private long _awayUntil;

    /// <summary>Reads rows as <see cref="IOnlineStore.ReadAsync"/> does.</summary>
    /// <param name="store">Where rows are.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="views">The view versions.</param>
    /// <param name="rows">Receives the rows.</param>
    /// <param name="now">The moment of the lookup.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>Null when they come from the store; else when the oldest of them was read.</returns>
    /// <exception cref="FeatureStoreException">The store is away and not all of the rows were kept.</exception>
    internal async ValueTask<Instant?> ReadAsync(
        IOnlineStore store, EntityKey[] keys, IReadOnlyList<string> views, ReadOnlyMemory<byte>[] rows, Instant now, CancellationToken cancellationToken)
    {
        var oldest = now - options.MaxStaleAge;
        if (IsAway(now) && _kept.Find(keys, views, rows, oldest, out var known) == 0)
        {
            return known;
        }

        try
        {
            await store.ReadAsync(keys, views, rows, cancellationToken).ConfigureAwait(false);
        }
        catch (FeatureStoreException exception) when (exception.ErrorCode == FeatureStoreErrorCode.OnlineStoreUnavailable)
        {
            if (Interlocked.Exchange(ref _awayUntil, (now + Patience).UnixMicroseconds) == 0)
            {
                Log.AnsweringStale(logger, options.MaxStaleAge, exception);
            }

            var missing = _kept.Find(keys, views, rows, oldest, out var asOf);
            return missing == 0 ? asOf : throw Missing(exception, missing, rows.Length);
        }

        if (Volatile.Read(ref _awayUntil) != 0 && Interlocked.Exchange(ref _awayUntil, 0) != 0)
        {
            Log.AnsweringFresh(logger);
        }

        _kept.Keep(keys, views, rows, now);
        return null;
    }

    /// <summary>Whether the store need not be asked. The first lookup after the time is over asks it, and the others wait for what it finds.</summary>
    private bool IsAway(Instant now)
    {
        var until = Volatile.Read(ref _awayUntil);
        if (until == 0)
        {
            return false;
        }

        // A clock that was set back must not make the time longer.
        var left = until - now.UnixMicroseconds;
        return (left > 0 && left <= Patience.Ticks / TimeSpan.TicksPerMicrosecond)
            || Interlocked.CompareExchange(ref _awayUntil, (now + Patience).UnixMicroseconds, until) != until;
    }

    private static FeatureStoreException Missing(FeatureStoreException cause, int missing, int count) => new(
        FeatureStoreErrorCode.OnlineStoreUnavailable,
        $"{cause.Message} It cannot be answered with rows read before either: '{missing}' of the '{count}' rows that it needs {(missing == 1 ? "is" : "are")} not kept. "
        + $"'{FeatureStoreOptions.Section}:OnlineStore:{nameof(OnlineStoreOptions.MaxStaleAge)}' and '{nameof(OnlineStoreOptions.MaxStaleBytes)}' say which are.",
        cause);
}
