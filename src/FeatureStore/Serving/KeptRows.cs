using Catalog.Core.Values;
using FeatureStore.Rows;

namespace FeatureStore.Serving;

/// <summary>
/// The rows that lookups read last, and that there was none where there was none, in bounded memory. A row is kept by its key and its view version, so that no lookup gets that of another version.
/// Thread-safe.
/// </summary>
internal sealed class KeptRows(long maxBytes)
{
    private const int ShardCount = 16;

    /// <summary>About what an entry of a dictionary and the arrays of a key and a row cost beside their bytes.</summary>
    private const int EntryOverhead = 200;

    // Of lookups that overlap the one that began later counts.
    private readonly RecentShard<RowName, KeptRow>[] _shards =
        [.. Enumerable.Range(0, ShardCount).Select(_ => new RecentShard<RowName, KeptRow>(maxBytes / ShardCount / 2, static (earlier, later) => later.ReadAt >= earlier.ReadAt))];

    /// <summary>Keeps what was read.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="views">The view versions.</param>
    /// <param name="rows">The row of key k and view v at index <c>k * views.Count + v</c>; empty where there is none.</param>
    /// <param name="readAt">A moment before they were read.</param>
    internal void Keep(EntityKey[] keys, IReadOnlyList<string> views, ReadOnlySpan<ReadOnlyMemory<byte>> rows, Instant readAt)
    {
        for (var k = 0; k < keys.Length; k++)
        {
            var hash = keys[k].GetHashCode();
            for (var v = 0; v < views.Count; v++)
            {
                var (name, row) = (new RowName(keys[k], views[v], hash), rows[(k * views.Count) + v]);
                ShardOf(name).Put(name, new KeptRow(row, readAt), row.Length + keys[k].Bytes.Length + EntryOverhead);
            }
        }
    }

    /// <summary>Finds rows.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="views">The view versions.</param>
    /// <param name="rows">Receives them, as they are kept; what is missing becomes empty.</param>
    /// <param name="oldest">Rows read before this moment count as missing.</param>
    /// <param name="asOf">When the oldest of them was read.</param>
    /// <returns>How many are missing.</returns>
    internal int Find(EntityKey[] keys, IReadOnlyList<string> views, Span<ReadOnlyMemory<byte>> rows, Instant oldest, out Instant asOf)
    {
        (asOf, var missing) = (Instant.MaxValue, 0);
        for (var k = 0; k < keys.Length; k++)
        {
            var hash = keys[k].GetHashCode();
            for (var v = 0; v < views.Count; v++)
            {
                var name = new RowName(keys[k], views[v], hash);
                var isKept = ShardOf(name).TryGet(name, out var kept) && kept.ReadAt >= oldest;
                rows[(k * views.Count) + v] = isKept ? kept.Row : default;
                missing += isKept ? 0 : 1;
                asOf = isKept && kept.ReadAt < asOf ? kept.ReadAt : asOf;
            }
        }

        return missing;
    }

    private RecentShard<RowName, KeptRow> ShardOf(in RowName name) => _shards[(uint)name.GetHashCode() % ShardCount];

    /// <summary>A key and a view version. The hash is kept, since a shard and its dictionaries ask for it in turn.</summary>
    private readonly struct RowName(EntityKey key, string view, int keyHash) : IEquatable<RowName>
    {
        private readonly EntityKey _key = key;
        private readonly string _view = view;
        private readonly int _hash = HashCode.Combine(keyHash, view);

        public bool Equals(RowName other) => _hash == other._hash && string.Equals(_view, other._view, StringComparison.Ordinal) && _key == other._key;

        public override bool Equals(object? obj) => obj is RowName other && Equals(other);

        public override int GetHashCode() => _hash;
    }

    /// <summary>A row.</summary>
    /// <param name="Row">Its bytes; empty where there was none.</param>
    /// <param name="ReadAt">A moment before it was read.</param>
    private readonly record struct KeptRow(ReadOnlyMemory<byte> Row, Instant ReadAt);
}
