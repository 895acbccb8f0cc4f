using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace FeatureStore.Access;

/// <summary>How keys are written: <c>cat_</c> and 256 random bits in the alphabet of URLs.</summary>
public static class KeyText
{
    /// <summary>What every key begins with, so that people and scanners of secrets know one.</summary>
    public const string Start = "cat_";

    /// <summary>Characters of <see cref="ConsumerKey.Prefix"/>: enough to tell keys apart, too few to help guess the rest.</summary>
    public const int PrefixLength = 10;

    private const int RandomBytes = 32;
    private const int MaxKeyBytes = 512;

    /// <summary>A new key.</summary>
    public static string Make() => Start + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>
    /// SHA-256 of a key in hexadecimal digits. A slow hash, as passwords need, would gain nothing: nobody can try 2^256 keys. Looking the digest up needs no comparison in constant time either,
    /// since whoever sends a key cannot choose its digest.
    /// </summary>
    public static string DigestOf(string key)
    {
        // What is longer is no key of ours, and is not worth the memory.
        var length = Encoding.UTF8.GetByteCount(key);
        if (length > MaxKeyBytes)
        {
            return string.Empty;
        }

        Span<byte> text = stackalloc byte[MaxKeyBytes];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..Encoding.UTF8.GetBytes(key, text)], digest);
        return Convert.ToHexStringLower(digest);
    }

    /// <summary>Whether two texts are the same, in a time that does not tell how far they agree.</summary>
    internal static bool AreSame(string one, string other)
        => CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(one)), SHA256.HashData(Encoding.UTF8.GetBytes(other)));
}
