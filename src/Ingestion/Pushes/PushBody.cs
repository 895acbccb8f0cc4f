using System.Security.Cryptography;
using Ingestion.Events;
using Ingestion.Files;

namespace Ingestion.Pushes;

/// <summary>
/// The whole body of a push: in memory, or in a file of the spool folder when it is large. Nothing of it is appended before all of it has come, so a body that is cut off or damaged
/// leaves nothing, and its hash is known from the first mark on.
/// </summary>
internal sealed class PushBody : IAsyncDisposable
{
    private const int MaxBytesInMemory = 1024 * 1024;
    private const int BufferBytes = 64 * 1024;

    private PushBody(Stream content, string hash)
    {
        Content = content;
        Hash = hash;
    }

    /// <summary>The body, at its beginning.</summary>
    internal Stream Content { get; }

    /// <summary>SHA-256 of the targets and the bytes in lower-case hexadecimal.</summary>
    internal string Hash { get; }

    /// <exception cref="IngestionException">The body is too large, damaged or cannot be kept.</exception>
    internal static async Task<PushBody> ReadAsync(Stream body, EventTargets targets, Spool spool, long maxBytes, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([(byte)targets]);
        Stream kept = new MemoryStream();
        try
        {
            var buffer = new byte[BufferBytes];
            int read;
            while ((read = await ReadAsync(body, buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (kept.Length + read > maxBytes)
                {
                    throw new IngestionException(
                        IngestionErrorCode.TooLarge, $"The body of the push is longer than '{maxBytes}' bytes. Push fewer events at once, or raise Ingestion:MaxPushBytes.");
                }

                if (kept is MemoryStream && kept.Length + read > MaxBytesInMemory)
                {
                    kept = await MoveAsync((MemoryStream)kept, spool, cancellationToken).ConfigureAwait(false);
                }

                hash.AppendData(buffer.AsSpan(0, read));
                await spool.WriteAsync(kept, buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }

            kept.Position = 0;
            return new PushBody(kept, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        catch
        {
            await kept.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public ValueTask DisposeAsync() => Content.DisposeAsync();

    private static async Task<int> ReadAsync(Stream body, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException error)
        {
            throw new IngestionException(
                IngestionErrorCode.InvalidPush, $"The body of the push is a damaged or cut off gzip: {error.Message} Nothing of it was taken; push it again.", error);
        }
    }

    private static async Task<Stream> MoveAsync(MemoryStream kept, Spool spool, CancellationToken cancellationToken)
    {
        var file = spool.OpenTemporary();
        try
        {
            await spool.WriteAsync(file, kept.GetBuffer().AsMemory(0, (int)kept.Length), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        await kept.DisposeAsync().ConfigureAwait(false);
        return file;
    }
}
