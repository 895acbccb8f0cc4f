using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Rows;

namespace FeatureStore.Erasures;

/// <summary>Tells which rows of views with some entities are kept out. Not thread-safe.</summary>
internal sealed class ErasedRows
{
    private readonly KeyDigest _digest;
    private readonly (IReadOnlyList<string> JoinKeys, int[] Places, Dictionary<UInt128, long> Through)[] _keys;

    /// <param name="salt">The salt of the tombstones.</param>
    /// <param name="tombstones">Those whose join keys the entities have; at least one.</param>
    /// <param name="entities">The entities, in the order of the values of a key.</param>
    internal ErasedRows(ReadOnlyMemory<byte> salt, IEnumerable<Tombstone> tombstones, IReadOnlyList<Entity> entities)
    {
        _digest = new KeyDigest(salt);
        _keys = [.. tombstones.GroupBy(static tombstone => string.Join('\n', tombstone.JoinKeys)).Select(group => Of([.. group], entities))];
    }

    /// <summary>Whether a row is kept out.</summary>
    internal bool Has(in FeatureRow row) => Has(row.KeyValues, Math.Min(row.EventTime.UnixMicroseconds, row.ArrivalTime.UnixMicroseconds));

    /// <summary>Whether what is told of a key at a moment is kept out.</summary>
    internal bool Has(ReadOnlySpan<Value> key, Instant time) => Has(key, time.UnixMicroseconds);

    /// <summary>Rows that are not kept out, the same list where there is no other; the others go to a second list, without their values.</summary>
    internal IReadOnlyList<FeatureRow> Without(IReadOnlyList<FeatureRow> rows, List<FeatureRow> keptOut)
    {
        List<FeatureRow>? left = null;
        for (var i = 0; i < rows.Count; i++)
        {
            if (!Has(rows[i]))
            {
                left?.Add(rows[i]);
            }
            else
            {
                left ??= [.. rows.Take(i)];
                keptOut.Add(rows[i] with { KeyValues = [], Values = [] });
            }
        }

        return left ?? rows;
    }

    private bool Has(ReadOnlySpan<Value> key, long time)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        foreach (var (joinKeys, places, through) in _keys)
        {
            _digest.Compute(joinKeys, key, places, hash);
            if (through.TryGetValue(MemoryMarshal.Read<UInt128>(hash), out var last) && time <= last)
            {
                return true;
            }
        }

        return false;
    }

    private static (IReadOnlyList<string> JoinKeys, int[] Places, Dictionary<UInt128, long> Through) Of(Tombstone[] tombstones, IReadOnlyList<Entity> entities)
    {
        var through = new Dictionary<UInt128, long>();
        foreach (var tombstone in tombstones)
        {
            ref var last = ref CollectionsMarshal.GetValueRefOrAddDefault(through, MemoryMarshal.Read<UInt128>(Convert.FromHexString(tombstone.Digest)), out var isKnown);
            last = Math.Max(isKnown ? last : long.MinValue, tombstone.Through?.UnixMicroseconds ?? long.MaxValue);
        }

        var names = entities.Select(static entity => entity.JoinKey).ToList();
        return (tombstones[0].JoinKeys, [.. tombstones[0].JoinKeys.Select(name => names.IndexOf(name))], through);
    }
}
