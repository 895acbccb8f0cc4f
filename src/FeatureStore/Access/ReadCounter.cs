using Catalog.Core.Values;

namespace FeatureStore.Access;

/// <summary>What one consumer looked up of one feature service since it was written down. Thread-safe; counting allocates nothing.</summary>
internal sealed class ReadCounter
{
    private long _lookups;
    private long _refused;
    private long _entities;
    private long _lastAt = Instant.MinValue.UnixMicroseconds;

    internal void Answered(int entities, Instant now)
    {
        Volatile.Write(ref _lastAt, now.UnixMicroseconds);
        Interlocked.Add(ref _entities, entities);
        Interlocked.Increment(ref _lookups);
    }

    internal void Refused(Instant now)
    {
        Volatile.Write(ref _lastAt, now.UnixMicroseconds);
        Interlocked.Increment(ref _refused);
    }

    /// <summary>Gives what was counted and begins anew; null when nothing was. Entities of a lookup that is just being counted may come before the lookup.</summary>
    internal ReadCount? Take(string consumer, string? service)
    {
        var (lookups, refused) = (Interlocked.Exchange(ref _lookups, 0), Interlocked.Exchange(ref _refused, 0));
        return lookups == 0 && refused == 0 ? null : new ReadCount
        {
            Consumer = consumer,
            FeatureService = service,
            Lookups = lookups,
            Refused = refused,
            Entities = Interlocked.Exchange(ref _entities, 0),
            LastAt = new Instant(Volatile.Read(ref _lastAt)),
        };
    }

    /// <summary>Takes back what could not be written down.</summary>
    internal void Return(ReadCount count)
    {
        Interlocked.Add(ref _entities, count.Entities);
        Interlocked.Add(ref _refused, count.Refused);
        Interlocked.Add(ref _lookups, count.Lookups);
    }
}
