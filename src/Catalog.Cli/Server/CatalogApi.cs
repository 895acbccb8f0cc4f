using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Catalog.Cli.CommandLine;

namespace Catalog.Cli.Server;

/// <summary>Calls the HTTP doors of the catalogue. A refusal is thrown with the server's own problem document.</summary>
internal sealed class CatalogApi(HttpClient client)
{
    internal Task<JsonNode> GetAsync(string route, CancellationToken cancellationToken) =>
        ReadAsync(new HttpRequestMessage(HttpMethod.Get, route), cancellationToken);

    internal Task<JsonNode> PostAsync(string route, HttpContent? content, CancellationToken cancellationToken) =>
        ReadAsync(new HttpRequestMessage(HttpMethod.Post, route) { Content = content }, cancellationToken);

    internal Task<JsonNode> PostAsync<T>(string route, T document, JsonSerializerOptions options, CancellationToken cancellationToken) =>
        PostAsync(route, JsonContent.Create(document, options: options), cancellationToken);

    /// <summary>Copies the body of the answer, of any size, to <paramref name="destination"/>.</summary>
    internal async Task DownloadAsync(string route, Stream destination, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Get, route), cancellationToken);
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        await body.CopyToAsync(destination, cancellationToken);
    }

    /// <summary>The status of an answer, whatever it is.</summary>
    internal async Task<HttpStatusCode> StatusAsync(string route, CancellationToken cancellationToken)
    {
        using var answer = await TrySendAsync(new HttpRequestMessage(HttpMethod.Get, route), cancellationToken);
        return answer.StatusCode;
    }

    private async Task<JsonNode> ReadAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(request, cancellationToken);
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        return await JsonNode.ParseAsync(body, cancellationToken: cancellationToken) ?? new JsonObject();
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await TrySendAsync(request, cancellationToken);
        if (answer.IsSuccessStatusCode)
        {
            return answer;
        }

        using (answer)
        {
            throw CommandException.Answered(answer.StatusCode, await ProblemOfAsync(answer, cancellationToken));
        }
    }

    private async Task<HttpResponseMessage> TrySendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            try
            {
                return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            }
            catch (HttpRequestException error)
            {
                throw CommandException.Local(
                    ExitCode.Unreachable,
                    "unreachable",
                    $"Cannot reach the server at '{client.BaseAddress}': {error.Message} Start it with `dotnet run --project src/Catalog.Web`, "
                    + "or name another one with --server or CATALOG_SERVER.");
            }
        }
    }

    private static async Task<JsonObject> ProblemOfAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (answer.Content.Headers.ContentType?.MediaType is "application/problem+json" or "application/json"
            && JsonNode.Parse(text) is JsonObject problem)
        {
            return problem;
        }

        return new JsonObject
        {
            ["title"] = answer.ReasonPhrase,
            ["status"] = (int)answer.StatusCode,
            ["code"] = "unexpected-answer",
            ["detail"] = $"The server answered {(int)answer.StatusCode} {answer.ReasonPhrase} to '{answer.RequestMessage?.RequestUri}'.",
        };
    }
}
