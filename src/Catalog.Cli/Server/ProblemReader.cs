using System.Text.Json;
using System.Text.Json.Nodes;
using Catalog.Web.Http;

namespace Catalog.Cli.Server;

/// <summary>Makes a problem document of any refusal: the product's own documents as they are, and the texts of Feast's doors.</summary>
internal static class ProblemReader
{
    internal static JsonObject Read(HttpResponseMessage answer, string text) => Parse(answer, text) switch
    {
        JsonObject problem when problem.ContainsKey("code") => problem,
        JsonObject feast when feast["detail"] is JsonArray details => Make(answer, string.Join(' ', details.Select(InWords))),
        JsonObject feast when feast["detail"] is JsonValue detail => Make(answer, detail.ToString()),
        JsonValue feast when feast.GetValueKind() == JsonValueKind.String => Make(answer, FeastMessage(feast.GetValue<string>())),
        _ => Unexpected(answer),
    };

    private static JsonNode? Parse(HttpResponseMessage answer, string text)
    {
        if (answer.Content.Headers.ContentType?.MediaType is not ("application/problem+json" or "application/json"))
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonObject Make(HttpResponseMessage answer, string detail)
    {
        var code = answer.Headers.TryGetValues(FeastErrors.CodeHeader, out var codes) ? codes.First() : "invalid-request";
        return new JsonObject { ["title"] = answer.ReasonPhrase, ["status"] = (int)answer.StatusCode, ["code"] = code, ["detail"] = detail };
    }

    private static JsonObject Unexpected(HttpResponseMessage answer) => new()
    {
        ["title"] = answer.ReasonPhrase,
        ["status"] = (int)answer.StatusCode,
        ["code"] = "unexpected-answer",
        ["detail"] = $"The server answered {(int)answer.StatusCode} {answer.ReasonPhrase} to '{answer.RequestMessage?.RequestUri}'. "
            + "Is it a catalogue, and of the same version as `catalog`?",
    };

    /// <summary>One entry of FastAPI's list: what is wrong, and where in the body.</summary>
    private static string InWords(JsonNode? detail)
    {
        var place = detail?["loc"] is JsonArray parts ? string.Join('.', parts.Select(static part => part?.ToString())) : string.Empty;
        return $"{place}: {detail?["msg"]}.";
    }

    // Where Feast has a class for an error, the text is itself JSON.
    private static string FeastMessage(string text)
    {
        try
        {
            return text.StartsWith('{') && JsonNode.Parse(text)?["message"] is { } message ? message.ToString() : text;
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
