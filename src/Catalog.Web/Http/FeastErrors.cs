using System.Text.Json;
using System.Text.Json.Nodes;
using Catalog.Core.Errors;
using Catalog.Web.Metrics;

namespace Catalog.Web.Http;

/// <summary>
/// Answers errors as Feast's server does, so that Feast's clients raise the exception they know: the body is a JSON text that holds the JSON of
/// module, class and message, or the message alone where Feast has no class for it. Never 500 for a request that is wrong: a Feast client would send it
/// three times more and lose the message.
/// </summary>
internal static class FeastErrors
{
    /// <summary>Header with the stable code of a refusal, since the bodies that Feast's clients know have no place for it.</summary>
    internal const string CodeHeader = "Catalog-Error-Code";

    private static readonly Dictionary<string, string> Classes = new(StringComparer.Ordinal)
    {
        ["feature-view-not-found"] = "FeatureViewNotFoundException",
        ["feature-service-not-found"] = "FeatureServiceNotFoundException",
        ["feature-not-found"] = "FeastObjectNotFoundException",
        ["feature-name-collision"] = "FeatureNameCollisionError",
        ["missing-request-value"] = "RequestDataNotFoundInEntityRowsException",
        ["access-denied"] = "FeastPermissionError",
        ["source-not-found"] = "PushSourceNotFoundException",
    };

    /// <summary>Runs the door and answers what it throws.</summary>
    /// <param name="context">The request.</param>
    /// <param name="measured">Measures it until the answer is written.</param>
    /// <param name="door">The door.</param>
    internal static async Task AnswerAsync(HttpContext context, FeastRequest measured, Func<Task> door)
    {
        using var measuring = measured;
        try
        {
            await door();
            measured.IsSuccess = context.Response.StatusCode < StatusCodes.Status400BadRequest;
        }
        catch (FeastException exception) when (!context.Response.HasStarted)
        {
            await WriteAsync(context, StatusCodes.Status422UnprocessableEntity, new JsonObject { ["detail"] = exception.Details });
        }
        catch (JsonException exception) when (!context.Response.HasStarted)
        {
            await WriteAsync(context, StatusCodes.Status422UnprocessableEntity, new JsonObject { ["detail"] = InvalidJson(exception) });
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            await WriteAsync(context, exception.StatusCode, new JsonObject { ["detail"] = exception.Message });
        }
        catch (CatalogException exception) when (!context.Response.HasStarted)
        {
            Problems.SetRetryHeaders(context, exception);
            context.Response.Headers[CodeHeader] = exception.Code;
            await WriteAsync(context, StatusOf(exception), JsonValue.Create(TextOf(exception)));
        }
    }

    // As Feast's server answers them; its client raises the exception of a 404 by name.
    private static int StatusOf(CatalogException exception) => exception.Code switch
    {
        "source-not-found" => StatusCodes.Status422UnprocessableEntity,
        "missing-request-value" => StatusCodes.Status404NotFound,
        _ => Problems.StatusOf(exception.Category),
    };

    private static string TextOf(CatalogException exception)
        => Classes.TryGetValue(exception.Code, out var name)
            ? new JsonObject { ["module"] = "feast.errors", ["class"] = name, ["message"] = exception.Message }.ToJsonString()
            : exception.Message;

    private static JsonArray InvalidJson(JsonException exception) =>
    [
        new JsonObject
        {
            ["type"] = "json_invalid",
            ["loc"] = new JsonArray("body", exception.BytePositionInLine ?? 0),
            ["msg"] = "JSON decode error",
            ["input"] = new JsonObject(),
            ["ctx"] = new JsonObject { ["error"] = JsonProblems.Plain(exception) },
        },
    ];

    private static Task WriteAsync(HttpContext context, int status, JsonNode body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }
}

/// <summary>Marks doors that refuse in the words of Feast's server.</summary>
internal sealed record FeastDoor;
