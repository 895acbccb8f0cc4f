using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Lineage.Model;

/// <summary>
/// Key of a dataset or job in the stores, derived from its name. The same name has the same key everywhere and at any time,
/// so that what is stored does not depend on the order in which names were first seen.
/// </summary>
/// <param name="Value">The first 128 bits of a SHA-256.</param>
public readonly record struct NodeKey(Guid Value)
{
    /// <summary>Key of a dataset.</summary>
    public static NodeKey Of(DatasetId dataset) => new(Derive("dataset", dataset.Namespace, dataset.Name));

    /// <summary>Key of a job.</summary>
    public static NodeKey Of(JobId job) => new(Derive("job", job.Namespace, job.Name));

    /// <summary>Derives a key from words. Lengths are part of it, so ("ab", "c") and ("a", "bc") differ.</summary>
    public static Guid Derive(params ReadOnlySpan<string> words)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var word in words)
        {
            var bytes = Encoding.UTF8.GetBytes(word);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return new Guid(hash.GetHashAndReset().AsSpan(0, 16), bigEndian: true);
    }
}
