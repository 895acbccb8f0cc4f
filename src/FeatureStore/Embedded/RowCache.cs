namespace FeatureStore.Embedded;

/// <summary>
/// Rows that were read lately, in bounded memory. Two generations: a row enters the young one; when that is full it becomes the old one and the
/// former old one is dropped; a hit in the old one moves the row up. Rows never change, so a place on disk is key enough. Thread-safe.
/// </summary>
internal sealed class RowCache(long maxBytes)
{
    private const int ShardCount = 16;

    /// <summary>About what a dictionary entry and an array cost beside the bytes of the row.</summary>
    private const int EntryOverhead = 80;

    private readonly Shard[] _shards = [.. Enumerable.Range(0, ShardCount).Select(_ => new Shard(maxBytes / ShardCount / 2))];

    internal bool TryGet(in RowSlot slot, out ReadOnlyMemory<byte> row) => ShardOf(slot).TryGet((slot.Segment, slot.Offset), out row);

    internal void Add(in RowSlot slot, ReadOnlyMemory<byte> row) => ShardOf(slot).Add((slot.Segment, slot.Offset), row, slot.Length + EntryOverhead);

    private Shard ShardOf(in RowSlot slot) => _shards[(uint)(slot.Offset ^ (slot.Offset >> 12)) % ShardCount];

    private sealed class Shard(long maxGenerationBytes)
    {
        private readonly Lock _lock = new();
        private Dictionary<(Segment, long), ReadOnlyMemory<byte>> _young = [];
        private Dictionary<(Segment, long), ReadOnlyMemory<byte>> _old = [];
        private long _youngBytes;

        internal bool TryGet((Segment, long) place, out ReadOnlyMemory<byte> row)
        {
            lock (_lock)
            {
                if (_young.TryGetValue(place, out row))
                {
                    return true;
                }

                if (!_old.Remove(place, out row))
                {
                    return false;
                }

                Put(place, row, row.Length + EntryOverhead);
                return true;
            }
        }

        internal void Add((Segment, long) place, ReadOnlyMemory<byte> row, int bytes)
        {
            lock (_lock)
            {
                Put(place, row, bytes);
            }
        }

        private void Put((Segment, long) place, ReadOnlyMemory<byte> row, int bytes)
        {
            if (_youngBytes + bytes > maxGenerationBytes)
            {
                _old = _young;
                _young = [];
                _youngBytes = 0;
            }

            if (bytes <= maxGenerationBytes && _young.TryAdd(place, row))
            {
                _youngBytes += bytes;
            }
        }
    }
}
