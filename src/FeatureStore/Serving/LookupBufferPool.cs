using System.Collections.Concurrent;

namespace FeatureStore.Serving;

/// <summary>
/// The arrays of lookups that were answered, for the next ones of as many features and entity rows: callers ask for the same again and again, and large answers would be most of what the garbage
/// collector has to do. Bounded; thread-safe.
/// </summary>
/// <param name="maxBytes">Memory of the arrays that wait.</param>
internal sealed class LookupBufferPool(long maxBytes = LookupBufferPool.UsualBytes)
{
    private const long UsualBytes = 32 << 20;

    private volatile Shelf _shelf = new();

    /// <summary>Arrays for a lookup, empty ones.</summary>
    internal LookupBuffers Take(int slots, int rowCount) => _shelf.TryTake(slots, rowCount) ?? new LookupBuffers(slots, rowCount);

    /// <summary>Takes them back once nobody uses them any longer.</summary>
    internal void Return(LookupBuffers buffers)
    {
        var bytes = buffers.Bytes;
        if (bytes > maxBytes)
        {
            return;
        }

        buffers.Clear();
        var shelf = _shelf;
        if (shelf.Add(buffers, bytes) > maxBytes)
        {
            // Sizes that nobody asks for any longer must not stay in the way of those that are asked for. Who has the full shelf in hand still counts on that one.
            _shelf = new Shelf();
        }
    }

    private sealed class Shelf
    {
        private readonly ConcurrentDictionary<(int Slots, int RowCount), ConcurrentBag<LookupBuffers>> _idle = new();
        private long _bytes;

        internal LookupBuffers? TryTake(int slots, int rowCount)
        {
            if (!_idle.TryGetValue((slots, rowCount), out var bag) || !bag.TryTake(out var buffers))
            {
                return null;
            }

            Interlocked.Add(ref _bytes, -buffers.Bytes);
            return buffers;
        }

        /// <returns>Bytes of all that wait.</returns>
        internal long Add(LookupBuffers buffers, long bytes)
        {
            var all = Interlocked.Add(ref _bytes, bytes);
            _idle.GetOrAdd((buffers.Slots, buffers.RowCount), static _ => []).Add(buffers);
            return all;
        }
    }
}
