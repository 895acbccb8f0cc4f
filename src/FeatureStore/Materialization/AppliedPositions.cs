using System.Collections.Concurrent;
using FeatureStore.Model;

namespace FeatureStore.Materialization;

/// <summary>How far the writers of this process have brought the online store: every event before the position is in it, for every lookup that begins afterwards. Thread-safe.</summary>
public sealed class AppliedPositions
{
    /// <summary>The answer for a view that this process does not write, or that several partitions go into: their sequences have no order among each other.</summary>
    public const long Unknown = -1;

    private readonly ConcurrentDictionary<FeatureViewId, ConcurrentDictionary<int, long>> _positions = new();

    /// <summary>The position of a view version.</summary>
    public long Of(FeatureViewId view)
    {
        if (!_positions.TryGetValue(view, out var partitions))
        {
            return Unknown;
        }

        var (position, count) = (Unknown, 0);
        foreach (var partition in partitions)
        {
            (position, count) = (partition.Value, count + 1);
        }

        return count == 1 ? position : Unknown;
    }

    internal void Set(FeatureViewId view, int partition, long position) => _positions.GetOrAdd(view, static _ => new())[partition] = position;

    internal void Forget(FeatureViewId view) => _positions.TryRemove(view, out _);
}
