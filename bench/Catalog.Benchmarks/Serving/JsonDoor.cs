using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Catalog.Benchmarks.Serving;

/// <summary>Feast's lookup over HTTP/1.1, answered in JSON or in Arrow's format.</summary>
internal class JsonDoor : ServingDoor
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpClient _client;

    /// <param name="address">Where it is.</param>
    /// <param name="key">The key of a consumer that is sent; null for none.</param>
    internal JsonDoor(Uri address, string? key = null)
    {
        _client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        _client.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        Name = key is null ? "HTTP JSON" : "HTTP JSON with a key";
    }

    internal override string Name { get; }

    /// <summary>What is accepted; null for what the door gives by itself.</summary>
    protected virtual string? Accept => null;

    internal override byte[] MakeRequest(string service, long[] ids)
        => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object> { ["feature_service"] = service, ["entities"] = new Dictionary<string, long[]> { [ServingData.JoinKey] = ids } });

    internal override async Task AskAsync(byte[] request, Stream answer)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/get-online-features") { Content = new ByteArrayContent(request) { Headers = { ContentType = Json } } };
        if (Accept is { } accept)
        {
            message.Headers.TryAddWithoutValidation("Accept", accept);
        }

        using var response = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await response.Content.CopyToAsync(answer);
    }

    internal override long?[][] Read(byte[] answer)
        => [.. JsonNode.Parse(answer)!["results"]!.AsArray().Skip(1).Select(static column => column!["values"]!.AsArray().Select(static value => (long?)value).ToArray())];

    protected override void Dispose(bool isDisposing) => _client.Dispose();
}
