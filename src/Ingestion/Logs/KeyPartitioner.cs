using System.Buffers.Binary;

namespace Ingestion.Logs;

/// <summary>
/// Gives each key its partition as Kafka's default partitioner does (murmur2), so that a topic copied to Kafka keeps its keys where they were.
/// An empty key goes to partition 0.
/// </summary>
internal static class KeyPartitioner
{
    private const uint Multiplier = 0x5bd1e995;
    private const uint Seed = 0x9747b28c;

    public static int PartitionOf(ReadOnlySpan<byte> key, int partitions)
        => key.IsEmpty || partitions == 1 ? 0 : (int)((Murmur2(key) & 0x7fffffff) % (uint)partitions);

    internal static uint Murmur2(ReadOnlySpan<byte> key)
    {
        var hash = Seed ^ (uint)key.Length;
        for (; key.Length >= sizeof(uint); key = key[sizeof(uint)..])
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(key) * Multiplier;
            hash = (hash * Multiplier) ^ ((word ^ (word >> 24)) * Multiplier);
        }

        if (!key.IsEmpty)
        {
            for (var i = key.Length - 1; i >= 0; i--)
            {
                hash ^= (uint)key[i] << (8 * i);
            }

            hash *= Multiplier;
        }

        hash = (hash ^ (hash >> 13)) * Multiplier;
        return hash ^ (hash >> 15);
    }
}
