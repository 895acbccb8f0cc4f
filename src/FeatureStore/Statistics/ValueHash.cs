using System.Runtime.InteropServices;
using Catalog.Core.Values;

namespace FeatureStore.Statistics;

/// <summary>A 64-bit hash of a value whose bits all look random, as sketches need. The same in every process and on every machine, so that sketches may be merged.</summary>
internal static class ValueHash
{
    private const ulong Start = 0x9E3779B97F4A7C15;

    internal static ulong Of(Value value) => Add(Start, value);

    private static ulong Add(ulong hash, Value value)
    {
        if (value.Type.IsList)
        {
            var items = value.AsList();
            hash = Mix(hash ^ (ulong)items.Length);
            foreach (var item in items)
            {
                hash = Add(hash, item);
            }

            return hash;
        }

        return value.Type.Element switch
        {
            ScalarType.Invalid => Mix(~hash),
            ScalarType.String => Add(hash, MemoryMarshal.AsBytes(value.AsString().AsSpan())),
            ScalarType.Bytes => Add(hash, value.AsBytes()),
            ScalarType.Float or ScalarType.Double => Mix(hash ^ BitConverter.DoubleToUInt64Bits(value.AsDouble() + 0.0)),
            _ => Mix(hash ^ (ulong)value.AsInt64()),
        };
    }

    private static ulong Add(ulong hash, ReadOnlySpan<byte> bytes)
    {
        hash = Mix(hash ^ (ulong)bytes.Length);
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            hash = Mix(hash ^ MemoryMarshal.Read<ulong>(bytes));
        }

        foreach (var rest in bytes)
        {
            hash = Mix(hash ^ rest);
        }

        return hash;
    }

    /// <summary>The finalizer of SplitMix64.</summary>
    private static ulong Mix(ulong hash)
    {
        hash += Start;
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
        return hash ^ (hash >> 31);
    }
}
