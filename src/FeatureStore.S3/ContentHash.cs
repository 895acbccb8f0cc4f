using System.Buffers;
using Catalog.Core.Storage;

namespace FeatureStore.S3;

/// <summary>
/// The hash that stands in the name of a file. So a name means one content for ever: whoever holds a copy can check it, no copy grows old, and a writer that lost its partition cannot write over
/// what its successor wrote.
/// </summary>
internal static class ContentHash
{
    private const string Extension = ".parquet";
    private const int HashBytes = 16;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <summary>The path with the hash in its name.</summary>
    internal static string AddTo(string path, string hash)
        => path.EndsWith(Extension, StringComparison.Ordinal) ? $"{path[..^Extension.Length]}-{hash}{Extension}" : $"{path}-{hash}";

    /// <summary>The hash in the name of a path; null where the file came from elsewhere and has none.</summary>
    internal static string? Of(string path)
    {
        var name = path.EndsWith(Extension, StringComparison.Ordinal) ? path.AsSpan()[..^Extension.Length] : path;
        var cut = name.LastIndexOf('-');
        return cut >= 0 && name.Length - cut - 1 == 2 * HashBytes && !name[(cut + 1)..].ContainsAnyExcept(Digits) ? name[(cut + 1)..].ToString() : null;
    }

    /// <summary>The hash of a file: the first half of its SHA-256, as lower-case hexadecimal.</summary>
    internal static async Task<string> ComputeAsync(string file, CancellationToken cancellationToken)
        => (await FileHash.OfAsync(file, cancellationToken).ConfigureAwait(false))[..(2 * HashBytes)];

    /// <summary>The text form of a whole SHA-256.</summary>
    internal static string ToText(ReadOnlySpan<byte> sha256) => Convert.ToHexStringLower(sha256[..HashBytes]);
}
