using System.Buffers;
using System.Security.Cryptography;
using Catalog.Core.Values;
using FeatureStore.Rows;

namespace FeatureStore.Erasures;

/// <summary>
/// Computes what a tombstone knows of a key: SHA-256 over the salt of the catalogue, the names of the join keys and their values as rows hold them. Allocates nothing for a key. Not thread-safe.
/// </summary>
internal sealed class KeyDigest(ReadOnlyMemory<byte> salt)
{
    internal const int SaltBytes = 32;

    private readonly ArrayBufferWriter<byte> _buffer = new(256);

    /// <summary>The hash of some values of a key, in hexadecimal.</summary>
    internal string Of(IReadOnlyList<string> joinKeys, ReadOnlySpan<Value> values)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Compute(joinKeys, values, [.. Enumerable.Range(0, values.Length)], hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>Computes the hash of the values in some places of a key.</summary>
    internal void Compute(IReadOnlyList<string> joinKeys, ReadOnlySpan<Value> values, ReadOnlySpan<int> places, Span<byte> hash)
    {
        _buffer.ResetWrittenCount();
        var writer = new ValueWriter(_buffer);
        writer.WriteBytes(salt.Span);
        for (var i = 0; i < places.Length; i++)
        {
            writer.WriteValue(Value.Of(joinKeys[i]));
            writer.WriteValue(values[places[i]]);
        }

        SHA256.HashData(_buffer.WrittenSpan, hash);
    }
}
