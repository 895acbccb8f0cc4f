using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FeatureStore.Rows;

/// <summary>
/// What was used lately, in bounded memory. Two generations: a value enters the young one; when that is full it becomes the old one and the former old one is dropped; a hit in the old one moves
/// the value up. Thread-safe by one lock, so a cache has several of these.
/// </summary>
/// <param name="maxGenerationBytes">The most that values of one generation may count.</param>
/// <param name="replaces">Whether the second value takes the place of the first, of the same key.</param>
internal sealed class RecentShard<TKey, TValue>(long maxGenerationBytes, Func<TValue, TValue, bool> replaces)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private Dictionary<TKey, Entry> _young = [];
    private Dictionary<TKey, Entry> _old = [];
    private long _youngBytes;

    internal bool TryGet(TKey key, out TValue? value)
    {
        lock (_lock)
        {
            if (_young.TryGetValue(key, out var entry))
            {
                value = entry.Value;
                return true;
            }

            if (!_old.Remove(key, out entry))
            {
                value = default;
                return false;
            }

            Enter(key, entry);
            value = entry.Value;
            return true;
        }
    }

    /// <summary>Adds a value or replaces the one of its key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="bytes">What it counts, with its key. More than a generation holds is not kept, nor is an earlier value then.</param>
    internal void Put(TKey key, TValue value, int bytes)
    {
        lock (_lock)
        {
            ref var young = ref CollectionsMarshal.GetValueRefOrNullRef(_young, key);
            if (!Unsafe.IsNullRef(ref young))
            {
                if (replaces(young.Value, value))
                {
                    _youngBytes += bytes - young.Bytes;
                    young = new Entry(value, bytes);
                    Shrink(key);
                }

                return;
            }

            var entry = new Entry(value, bytes);
            Enter(key, _old.Remove(key, out var old) && !replaces(old.Value, value) ? old : entry);
        }
    }

    private void Enter(TKey key, Entry entry)
    {
        if (entry.Bytes > maxGenerationBytes)
        {
            return;
        }

        if (_youngBytes + entry.Bytes > maxGenerationBytes)
        {
            Turn();
        }

        _young.Add(key, entry);
        _youngBytes += entry.Bytes;
    }

    /// <summary>A value that grew may be too large, alone or with the others.</summary>
    private void Shrink(TKey key)
    {
        if (_youngBytes > maxGenerationBytes && _young.Remove(key, out var entry))
        {
            _youngBytes -= entry.Bytes;
            Enter(key, entry);
        }
    }

    // The dictionaries change places, so that a full cache makes no new ones.
    private void Turn()
    {
        (_young, _old) = (_old, _young);
        _young.Clear();
        _youngBytes = 0;
    }

    private readonly record struct Entry(TValue Value, int Bytes);
}
