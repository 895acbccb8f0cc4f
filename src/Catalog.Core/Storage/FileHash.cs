using System.Security.Cryptography;

namespace Catalog.Core.Storage;

/// <summary>SHA-256 of a file as lower-case hexadecimal, 64 digits. A file may be deleted while it is read. Thread-safe.</summary>
public static class FileHash
{
    private const int BufferBytes = 1 << 20;

    /// <summary>The hash of a file.</summary>
    /// <exception cref="IOException">It is not there or cannot be read.</exception>
    public static string Of(string path)
    {
        using var file = Open(path, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    /// <inheritdoc cref="Of"/>
    public static async Task<string> OfAsync(string path, CancellationToken cancellationToken)
    {
        var file = Open(path, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using var closing = file.ConfigureAwait(false);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false));
    }

    private static FileStream Open(string path, FileOptions options) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferBytes, options);
}
