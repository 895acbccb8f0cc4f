using Catalog.Core.Values;

namespace FeatureStore.Access;

/// <summary>A key in memory, and when its use was noted. Thread-safe.</summary>
internal sealed class KnownKey(ConsumerKey key, AccessGrants grants)
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

    private long _noted = (key.LastUsedAt ?? Instant.MinValue).UnixMicroseconds;

    internal ConsumerKey Key { get; } = key;

    internal AccessGrants Grants { get; } = grants;

    /// <summary>Whether a use is so long after the last that was noted that it is worth writing down; true for one of those who ask at once.</summary>
    internal bool BeginNote(Instant now)
    {
        var noted = Volatile.Read(ref _noted);
        return now.UnixMicroseconds - noted >= Step.Ticks / TimeSpan.TicksPerMicrosecond && Interlocked.CompareExchange(ref _noted, now.UnixMicroseconds, noted) == noted;
    }
}
