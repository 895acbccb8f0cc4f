using System.Buffers;
using System.IO.Compression;
using Microsoft.Net.Http.Headers;

namespace Catalog.Web.Http;

/// <summary>Reads the body of a lineage request, which clients may compress.</summary>
internal static class LineageBody
{
    /// <summary>The body, decompressed.</summary>
    /// <param name="request">The request.</param>
    /// <param name="maxBytes">Largest length after decompression: a small body can unfold into a huge one.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="BadHttpRequestException">It is too long, damaged, or compressed otherwise than with gzip.</exception>
    internal static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        var encoding = request.Headers[HeaderNames.ContentEncoding].ToString();
        if (encoding is "" or "identity")
        {
            return await ReadAsync(request.Body, maxBytes, cancellationToken);
        }

        if (!encoding.Equals("gzip", StringComparison.OrdinalIgnoreCase))
        {
            throw new BadHttpRequestException(
                $"The body is encoded as '{encoding}'. Send it plain or with Content-Encoding: gzip.", StatusCodes.Status415UnsupportedMediaType);
        }

        try
        {
            await using var gzip = new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true);
            return await ReadAsync(gzip, maxBytes, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            throw new BadHttpRequestException($"The body says Content-Encoding: gzip but is no gzip: {exception.Message}", exception);
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream body, int maxBytes, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        while (true)
        {
            var read = await body.ReadAsync(buffer.GetMemory(16 * 1024), cancellationToken);
            if (read == 0)
            {
                return buffer.WrittenMemory;
            }

            buffer.Advance(read);
            if (buffer.WrittenCount > maxBytes)
            {
                throw new BadHttpRequestException(
                    $"The body is longer than {maxBytes} bytes. Send fewer events at once, or raise Lineage:MaxBodyBytes.",
                    StatusCodes.Status413PayloadTooLarge);
            }
        }
    }
}
