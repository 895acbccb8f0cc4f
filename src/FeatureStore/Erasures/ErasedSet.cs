using FeatureStore.Model;

namespace FeatureStore.Erasures;

/// <summary>All tombstones as of one moment. Immutable, thread-safe.</summary>
internal sealed class ErasedSet(ReadOnlyMemory<byte> salt, IReadOnlyList<Tombstone> tombstones, TombstoneStamp stamp)
{
    internal static readonly ErasedSet Empty = new(default, [], default);

    internal TombstoneStamp Stamp => stamp;

    internal bool IsEmpty => tombstones.Count == 0;

    /// <summary>What is kept out of views with these entities; null when nothing is.</summary>
    internal ErasedRows? For(IReadOnlyList<Entity> entities)
    {
        Tombstone[] concerned = [.. tombstones.Where(tombstone => tombstone.JoinKeys.All(name => entities.Any(entity => entity.JoinKey == name)))];
        return concerned.Length == 0 ? null : new ErasedRows(salt, concerned, entities);
    }
}
