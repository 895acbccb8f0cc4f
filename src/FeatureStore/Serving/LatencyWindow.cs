namespace FeatureStore.Serving;

/// <summary>The durations of the last lookups, at most <see cref="Capacity"/> and none older than <see cref="Span"/>. Thread-safe.</summary>
internal sealed class LatencyWindow(TimeProvider clock)
{
    internal const int Capacity = 2048;

    internal static readonly TimeSpan Span = TimeSpan.FromMinutes(15);

    private readonly Lock _lock = new();
    private readonly (long At, long Ticks)[] _ring = new (long, long)[Capacity];
    private long _count;

    internal void Add(TimeSpan duration)
    {
        lock (_lock)
        {
            _ring[_count++ % Capacity] = (clock.GetUtcNow().UtcTicks, duration.Ticks);
        }
    }

    internal LatencySummary Summarize()
    {
        var oldest = clock.GetUtcNow().UtcTicks - Span.Ticks;
        List<long> recent = [];
        lock (_lock)
        {
            for (var i = 0; i < Math.Min(_count, Capacity); i++)
            {
                if (_ring[i].At >= oldest)
                {
                    recent.Add(_ring[i].Ticks);
                }
            }
        }

        recent.Sort();
        return recent.Count == 0
            ? default
            : new LatencySummary(recent.Count, At(recent, 0.50), At(recent, 0.95), At(recent, 0.99));
    }

    /// <summary>The smallest duration that the given part of all does not exceed.</summary>
    private static TimeSpan At(List<long> sorted, double part)
        => TimeSpan.FromTicks(sorted[Math.Max(0, (int)Math.Ceiling(part * sorted.Count) - 1)]);
}
