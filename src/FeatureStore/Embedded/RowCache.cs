using FeatureStore.Rows;

namespace FeatureStore.Embedded;

/// <summary>Rows that were read lately, in bounded memory. Rows never change, so a place on disk is key enough. Thread-safe.</summary>
internal sealed class RowCache(long maxBytes)
{
    private const int ShardCount = 16;

    /// <summary>About what a dictionary entry and an array cost beside the bytes of the row.</summary>
    private const int EntryOverhead = 80;

    private readonly RecentShard<(Segment, long), ReadOnlyMemory<byte>>[] _shards =
        [.. Enumerable.Range(0, ShardCount).Select(_ => new RecentShard<(Segment, long), ReadOnlyMemory<byte>>(maxBytes / ShardCount / 2, static (_, _) => false))];

    internal bool TryGet(in RowSlot slot, out ReadOnlyMemory<byte> row) => ShardOf(slot).TryGet((slot.Segment, slot.Offset), out row);

    internal void Add(in RowSlot slot, ReadOnlyMemory<byte> row) => ShardOf(slot).Put((slot.Segment, slot.Offset), row, slot.Length + EntryOverhead);

    private RecentShard<(Segment, long), ReadOnlyMemory<byte>> ShardOf(in RowSlot slot) => _shards[(uint)(slot.Offset ^ (slot.Offset >> 12)) % ShardCount];
}
