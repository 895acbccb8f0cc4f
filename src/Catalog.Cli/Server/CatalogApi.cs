using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Catalog.Cli.CommandLine;
using Catalog.Cli.Output;

namespace Catalog.Cli.Server;

/// <summary>Calls the HTTP doors of the catalogue. A refusal is thrown with the server's own problem document.</summary>
/// <param name="client">Reaches it.</param>
/// <param name="key">Sent with each call; null for none.</param>
internal sealed class CatalogApi(HttpClient client, string? key = null)
{
    // From here on the server looks at the request before the body is sent: it may answer while the body is on its way, and hang up.
    private const int LargeBody = 1 << 20;

    private static readonly Dictionary<string, string> NoHeaders = [];

    internal Uri? Address => client.BaseAddress;

    internal Task<JsonNode> GetAsync(string route, CancellationToken cancellationToken) =>
        ReadAsync(new HttpRequestMessage(HttpMethod.Get, route), cancellationToken);

    internal Task<JsonNode> PostAsync(string route, HttpContent? content, CancellationToken cancellationToken) =>
        ReadAsync(new HttpRequestMessage(HttpMethod.Post, route) { Content = content }, cancellationToken);

    internal Task<JsonNode> PostDocumentAsync<T>(string route, T document, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(document, JsonSerializerOptions.Web);
        var content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
        return body.Length < LargeBody ? PostAsync(route, content, cancellationToken) : UploadAsync(route, content, NoHeaders, cancellationToken);
    }

    internal Task<JsonNode> PutAsync(string route, HttpContent content, CancellationToken cancellationToken) =>
        ReadAsync(new HttpRequestMessage(HttpMethod.Put, route) { Content = content }, cancellationToken);

    internal Task<JsonNode> DeleteAsync(string route, CancellationToken cancellationToken) =>
        ReadAsync(new HttpRequestMessage(HttpMethod.Delete, route), cancellationToken);

    /// <summary>Sends a large body. The server looks at the request before the body is sent, so that a refusal costs nothing.</summary>
    /// <param name="route">The door.</param>
    /// <param name="content">The body.</param>
    /// <param name="headers">Further headers.</param>
    /// <param name="cancellationToken">Stops the sending.</param>
    internal Task<JsonNode> UploadAsync(
        string route, HttpContent content, IReadOnlyDictionary<string, string> headers, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, route) { Content = content };
        request.Headers.ExpectContinue = true;
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return ReadAsync(request, cancellationToken);
    }

    /// <summary>Copies the body of the answer, of any size, to <paramref name="destination"/>.</summary>
    internal async Task DownloadAsync(string route, Stream destination, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Get, route), cancellationToken);
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[128 * 1024];
        for (var done = 0L; await ReadAsync(body, buffer, cancellationToken) is > 0 and var count;)
        {
            await destination.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            done += count;
            progress.Report(new WorkProgress(done, answer.Content.Headers.ContentLength, WorkUnit.Bytes));
        }
    }

    /// <summary>Server-sent events as they come, until the server ends the stream.</summary>
    internal async IAsyncEnumerable<JsonNode> ReadEventsAsync(string route, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Get, route), cancellationToken);
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        await using var events = SseParser.Create(body).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await ReachAsync(async () => await events.MoveNextAsync()))
        {
            if (JsonNode.Parse(events.Current.Data) is { } node)
            {
                yield return node;
            }
        }
    }

    private async Task<JsonNode> ReadAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(request, cancellationToken);
        var body = await ReachAsync(() => answer.Content.ReadAsByteArrayAsync(cancellationToken));
        return body.Length == 0 ? new JsonObject() : JsonNode.Parse(body) ?? new JsonObject();
    }

    private Task<int> ReadAsync(Stream body, byte[] buffer, CancellationToken cancellationToken) =>
        ReachAsync(() => body.ReadAsync(buffer, cancellationToken).AsTask());

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            if (key is not null)
            {
                request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
            }

            var answer = await ReachAsync(() => client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken));
            if (answer.IsSuccessStatusCode)
            {
                return answer;
            }

            using (answer)
            {
                var text = await ReachAsync(() => answer.Content.ReadAsStringAsync(cancellationToken));
                throw CommandException.Answered(answer.StatusCode, ProblemReader.Read(answer, text), answer.Headers.RetryAfter?.Delta);
            }
        }
    }

    /// <summary>Does something that needs the server; when it is not there, or goes away meanwhile, says so.</summary>
    private async Task<T> ReachAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception error) when (error is HttpRequestException or HttpIOException or IOException)
        {
            throw CommandException.Local(
                ExitCode.Unreachable,
                "unreachable",
                $"Cannot reach the server at '{client.BaseAddress}': {error.Message.TrimEnd('.')}. Start it with `dotnet run --project src/Catalog.Web`, "
                + "or name another one with --server or CATALOG_SERVER.");
        }
    }
}
