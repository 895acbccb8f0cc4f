using System.Buffers;
using System.Text.RegularExpressions;
using Catalog.Core.Storage;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Catalog.Web.Http;

/// <summary>Reads the body of a request, which clients may compress.</summary>
internal static partial class RequestBody
{
    /// <summary>Lets the body be of any size; whoever reads it bounds what it keeps.</summary>
    internal static void AllowAnySize(HttpRequest request)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }
    }

    /// <summary>The body, decompressed as it is read. A gzip is known by the header, or by its first bytes where the client forgot the header.</summary>
    /// <exception cref="BadHttpRequestException">It is compressed otherwise than with gzip.</exception>
    internal static async Task<Stream> OpenAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (IsGzip(request))
        {
            return Unzip(request.Body);
        }

        var start = await request.BodyReader.ReadAtLeastAsync(GzipReadStream.Magic.Length, cancellationToken);
        var isGzip = StartsWithGzip(start.Buffer);
        request.BodyReader.AdvanceTo(start.Buffer.Start);
        var body = request.BodyReader.AsStream(leaveOpen: true);
        return isGzip ? Unzip(body) : body;
    }

    /// <summary>The whole body, decompressed.</summary>
    /// <param name="request">The request.</param>
    /// <param name="maxBytes">Largest length after decompression: a small body can unfold into a huge one.</param>
    /// <param name="setting">The setting that says so; null when it is fixed.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="BadHttpRequestException">It is too long, damaged, or compressed otherwise than with gzip.</exception>
    internal static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, int maxBytes, string? setting, CancellationToken cancellationToken)
    {
        if (!IsGzip(request))
        {
            return await ReadAsync(request.Body, maxBytes, setting, cancellationToken);
        }

        try
        {
            await using var gzip = Unzip(request.Body);
            return await ReadAsync(gzip, maxBytes, setting, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            throw new BadHttpRequestException($"The body says Content-Encoding: gzip but is no gzip: {exception.Message}", exception);
        }
    }

    /// <summary>What the server says of a body that is longer than it takes anywhere, with what to do; other messages as they are.</summary>
    internal static string Plain(string message)
    {
        var match = TooLarge().Match(message);
        return match.Success ? $"The body is longer than {match.Groups["limit"].Value} bytes, the most that is taken here. Send less at once." : message;
    }

    private static bool IsGzip(HttpRequest request)
    {
        var encoding = request.Headers[HeaderNames.ContentEncoding].ToString();
        if (encoding is "" or "identity")
        {
            return false;
        }

        return encoding.Equals("gzip", StringComparison.OrdinalIgnoreCase) ? true : throw new BadHttpRequestException(
            $"The body is encoded as '{encoding}'. Send it plain or with Content-Encoding: gzip.", StatusCodes.Status415UnsupportedMediaType);
    }

    private static bool StartsWithGzip(ReadOnlySequence<byte> buffer)
        => buffer.Length >= GzipReadStream.Magic.Length && buffer.Slice(0, GzipReadStream.Magic.Length).ToArray().AsSpan().SequenceEqual(GzipReadStream.Magic);

    private static GzipReadStream Unzip(Stream body) => new(body, leaveOpen: true);

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream body, int maxBytes, string? setting, CancellationToken cancellationToken)
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
                    $"The body is longer than {maxBytes} bytes. {(setting is null ? "Send less at once." : $"Send fewer events at once, or raise {setting}.")}", StatusCodes.Status413PayloadTooLarge);
            }
        }
    }

    [GeneratedRegex("^Request body too large\\. The max request body size is (?<limit>\\d+) bytes\\.$")]
    private static partial Regex TooLarge();
}
