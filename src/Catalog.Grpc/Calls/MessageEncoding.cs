using System.Buffers;
using System.IO.Compression;

namespace Catalog.Grpc.Calls;

/// <summary>How messages are compressed.</summary>
internal static class MessageEncoding
{
    internal const string Identity = "identity";
    internal const string Gzip = "gzip";

    /// <summary>What a client may use.</summary>
    internal const string Accepted = "identity,gzip";

    private const int Piece = 64 << 10;

    internal static bool IsKnown(string? encoding) => encoding is null or Identity or Gzip;

    /// <summary>Decompresses a message.</summary>
    /// <returns>Null if it has more bytes than allowed.</returns>
    /// <exception cref="GrpcException">It is no whole gzip.</exception>
    internal static PooledBytes? Decompress(ReadOnlySequence<byte> payload, int maxBytes)
    {
        var plain = new PooledBytes((int)Math.Min(maxBytes, 4 * payload.Length));
        try
        {
            using var gzip = new GZipStream(new MemoryStream(payload.ToArray(), writable: false), CompressionMode.Decompress);
            while (gzip.Read(plain.GetSpan(Piece)) is > 0 and var count)
            {
                plain.Advance(count);
                if (plain.WrittenCount > maxBytes)
                {
                    plain.Dispose();
                    return null;
                }
            }

            return plain;
        }
        catch (InvalidDataException exception)
        {
            plain.Dispose();
            throw new GrpcException(GrpcStatusCode.InvalidArgument, $"A message says that it is compressed with gzip and is no whole gzip: {exception.Message}", exception);
        }
    }

    internal static PooledBytes Compress(ReadOnlySpan<byte> plain)
    {
        var compressed = new PooledBytes(plain.Length / 2);
        using var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true);
        gzip.Write(plain);
        return compressed;
    }
}
