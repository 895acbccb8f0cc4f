using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;

namespace Catalog.Grpc.Tests.Support;

/// <summary>A call made of bytes, so that a test can send what no client would.</summary>
internal sealed class RawCall(Uri address, string path) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler()) { BaseAddress = address };
    private readonly List<byte> _body = [];

    internal Dictionary<string, string> Headers { get; } = [];

    internal string ContentType { get; set; } = "application/grpc";

    internal HttpMethod Method { get; set; } = HttpMethod.Post;

    internal RawCall Add(Text text, bool isCompressed = false) => AddFrame(isCompressed ? (byte)1 : (byte)0, isCompressed ? Gzip(text.ToByteArray()) : text.ToByteArray());

    internal RawCall AddFrame(byte flag, byte[] payload, int? length = null)
    {
        var header = new byte[5];
        header[0] = flag;
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(1), unchecked((uint)(length ?? payload.Length)));
        return AddBytes([.. header, .. payload]);
    }

    internal RawCall AddBytes(byte[] bytes)
    {
        _body.AddRange(bytes);
        return this;
    }

    internal RawCall With(string name, string value)
    {
        Headers[name] = value;
        return this;
    }

    internal async Task<RawAnswer> SendAsync(CancellationToken cancellationToken)
    {
        var content = new ByteArrayContent([.. _body]);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(ContentType);
        using var request = new HttpRequestMessage(Method, path) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = Method == HttpMethod.Get ? null : content };
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        foreach (var (name, value) in Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _client.SendAsync(request, cancellationToken);
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        string? Find(string name) => response.TrailingHeaders.TryGetValues(name, out var trailer) || response.Headers.TryGetValues(name, out trailer) ? string.Join(',', trailer) : null;
        return new RawAnswer(
            (int)response.StatusCode, Find("grpc-status") is { } status ? (GrpcStatusCode)int.Parse(status) : null, Uri.UnescapeDataString(Find("grpc-message") ?? string.Empty), Find, bytes, Find("grpc-encoding"));
    }

    public void Dispose() => _client.Dispose();

    internal static byte[] Gzip(byte[] plain)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(plain);
        }

        return compressed.ToArray();
    }
}

internal sealed record RawAnswer(int Http, GrpcStatusCode? Status, string Message, Func<string, string?> Find, byte[] Body, string? Encoding)
{
    /// <summary>The messages, decompressed, each with whether it was compressed.</summary>
    internal IEnumerable<(Text Text, bool WasCompressed)> Texts
    {
        get
        {
            for (var at = 0; at < Body.Length;)
            {
                var length = BinaryPrimitives.ReadInt32BigEndian(Body.AsSpan(at + 1));
                var payload = Body.AsMemory(at + 5, length);
                using var gzip = new GZipStream(new MemoryStream(payload.ToArray()), CompressionMode.Decompress);
                yield return (Body[at] == 1 ? Text.Parser.ParseFrom(gzip) : Text.Parser.ParseFrom(payload.Span), Body[at] == 1);
                at += 5 + length;
            }
        }
    }
}
