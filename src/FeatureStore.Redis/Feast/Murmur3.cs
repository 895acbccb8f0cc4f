using System.Buffers.Binary;
using System.Numerics;

namespace FeatureStore.Redis.Feast;

/// <summary>MurmurHash3 for x86, 32 bits, seed 0: names the fields of Feast's hashes. The platform has none.</summary>
internal static class Murmur3
{
    private const uint First = 0xcc9e2d51;
    private const uint Second = 0x1b873593;

    internal static uint Of(ReadOnlySpan<byte> data)
    {
        var hash = 0u;
        var rest = data;
        for (; rest.Length >= 4; rest = rest[4..])
        {
            hash = (BitOperations.RotateLeft(hash ^ Scramble(BinaryPrimitives.ReadUInt32LittleEndian(rest)), 13) * 5) + 0xe6546b64;
        }

        var tail = 0u;
        for (var i = rest.Length - 1; i >= 0; i--)
        {
            tail = (tail << 8) | rest[i];
        }

        hash ^= Scramble(tail) ^ (uint)data.Length;
        hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
        return hash ^ (hash >> 16);
    }

    private static uint Scramble(uint block) => BitOperations.RotateLeft(block * First, 15) * Second;
}
