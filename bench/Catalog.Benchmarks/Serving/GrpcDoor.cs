using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using Catalog.Feast.Messages.Serving;
using Google.Protobuf;
using FeastRepeatedValue = Catalog.Feast.Messages.Types.RepeatedValue;
using FeastValue = Catalog.Feast.Messages.Types.Value;

namespace Catalog.Benchmarks.Serving;

/// <summary>Feast's lookup over gRPC: HTTP/2 with the messages framed by hand.</summary>
internal sealed class GrpcDoor(Uri address) : ServingDoor
{
    private const int HeadBytes = 5;

    private static readonly MediaTypeHeaderValue Grpc = new("application/grpc");

    private readonly HttpClient _client = new(new SocketsHttpHandler { EnableMultipleHttp2Connections = true })
    {
        BaseAddress = address, Timeout = TimeSpan.FromSeconds(30), DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    internal override string Name => "gRPC";

    internal override byte[] MakeRequest(string service, long[] ids)
    {
        var message = new GetOnlineFeaturesRequest
        {
            FeatureService = service, Entities = { [ServingData.JoinKey] = new FeastRepeatedValue { Val = { ids.Select(static id => new FeastValue { Int64Val = id }) } } },
        };
        var body = new byte[HeadBytes + message.CalculateSize()];
        BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(1), body.Length - HeadBytes);
        message.WriteTo(body.AsSpan(HeadBytes));
        return body;
    }

    internal override async Task AskAsync(byte[] request, Stream answer)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/feast.serving.ServingService/GetOnlineFeatures")
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = new ByteArrayContent(request) { Headers = { ContentType = Grpc } },
        };
        message.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        using var response = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await response.Content.CopyToAsync(answer);
        if (!response.TrailingHeaders.TryGetValues("grpc-status", out var status) || status.Single() != "0")
        {
            throw new HttpRequestException($"The call ended with status '{string.Join(',', status ?? response.Headers.GetValues("grpc-status"))}'.");
        }
    }

    internal override long?[][] Read(byte[] answer) =>
    [
        .. GetOnlineFeaturesResponse.Parser.ParseFrom(answer.AsSpan(HeadBytes)).Results.Skip(1)
            .Select(static column => column.Values.Select(static value => value.ValCase == FeastValue.ValOneofCase.Int64Val ? value.Int64Val : (long?)null).ToArray()),
    ];

    protected override void Dispose(bool isDisposing) => _client.Dispose();
}
