using System.Text.Json;
using System.Text.Json.Nodes;
using Catalog.Core.Values;
using Catalog.Web.Metrics;
using Catalog.Web.Queries;
using Ingestion;
using Microsoft.OpenApi;

namespace Catalog.Web.Http;

/// <summary>
/// Feast's materialization. Views are written as events arrive, so there is nothing left to start: the doors wait until everything in the log is in the stores of the views. The time
/// range is checked and otherwise not used.
/// </summary>
internal static class MaterializeEndpoints
{
    private const string Route = "/materialize";
    private const string IncrementalRoute = "/materialize-incremental";
    private const int MaxBodyBytes = 1 << 20;

    private static OpenApiSchema Names => ApiShapes.List(ApiShapes.Text);

    internal static void MapMaterialize(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Route, MaterializeAsync).WithMetadata(new FeastDoor())
            .TakesJson(ApiShapes.Object([], ("feature_views", Names), ("start_ts", ApiShapes.Time), ("end_ts", ApiShapes.Time), ("disable_event_timestamp", ApiShapes.Flag)))
            .WithTags("Serving").DisableAntiforgery().WithName("Materialize")
            .WithSummary("Waits until everything in the log is in the stores of the views, in the shape of Feast's feature server.")
            .WithDescription(
                "`feature_views` (all when absent), `start_ts`, `end_ts`. Views are written as events arrive, whatever the range. `?async=true` does not wait; it is refused with 409 while this process waits for one of the views, "
                + "unless `?force=true` is given.");
        routes.MapPost(IncrementalRoute, MaterializeIncrementalAsync).WithMetadata(new FeastDoor())
            .TakesJson(ApiShapes.Object(["end_ts"], ("feature_views", Names), ("end_ts", ApiShapes.Time)))
            .WithTags("Serving").DisableAntiforgery().WithName("MaterializeIncremental")
            .WithSummary("As `/materialize`, without a start.");
    }

    private static Task MaterializeAsync(HttpContext context, Materializations views, FeastMetrics metrics, IHostApplicationLifetime lifetime)
        => FeastErrors.AnswerAsync(context, metrics.Begin(Route), () => AnswerAsync(context, views, lifetime, hasStart: true));

    private static Task MaterializeIncrementalAsync(HttpContext context, Materializations views, FeastMetrics metrics, IHostApplicationLifetime lifetime)
        => FeastErrors.AnswerAsync(context, metrics.Begin(IncrementalRoute), () => AnswerAsync(context, views, lifetime, hasStart: false));

    private static async Task AnswerAsync(HttpContext context, Materializations views, IHostApplicationLifetime lifetime, bool hasStart)
    {
        using var body = FeastBody.Parse(await RequestBody.ReadAsync(context.Request, MaxBodyBytes, setting: null, context.RequestAborted));
        CheckRange(body.RootElement, hasStart);
        var names = views.Select(FeastBody.ReadTexts(body.RootElement, "feature_views"));
        if (!Asks(context, "async"))
        {
            await views.WaitAsync(names, context.RequestAborted);
            await WriteAsync(context, null);
        }
        else if (views.TryBegin(names, Asks(context, "force"), lifetime.ApplicationStopping) is { Length: > 0 } busy)
        {
            context.Response.StatusCode = StatusCodes.Status409Conflict;
            await WriteAsync(context, new JsonObject
            {
                ["error"] = $"Cannot start async materialization — the following feature views are already in MATERIALIZING state: [{string.Join(", ", busy.Select(static name => $"'{name}'"))}]. Use ?force=true to override.",
                ["feature_views"] = ListOf(busy),
            });
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            await WriteAsync(context, new JsonObject { ["status"] = "accepted", ["feature_views"] = ListOf(names) });
        }
    }

    private static bool Asks(HttpContext context, string name) => context.Request.Query[name].ToString().Equals("true", StringComparison.OrdinalIgnoreCase);

    private static JsonArray ListOf(string[] names) => [.. names.Select(static name => JsonValue.Create(name))];

    private static void CheckRange(JsonElement body, bool hasStart)
    {
        if (hasStart && FeastBody.ReadFlag(body, "disable_event_timestamp"))
        {
            return;
        }

        var end = ReadTime(body, "end_ts");
        if (hasStart && ReadTime(body, "start_ts") is var start && start >= end)
        {
            throw Invalid($"start_ts ({start}) must be before end_ts ({end})");
        }
    }

    private static Instant ReadTime(JsonElement body, string name)
    {
        var text = FeastBody.ReadText(body, name) ?? throw Invalid($"{name} is required when disable_event_timestamp is False");
        return Instant.TryParse(text, out var time)
            ? time
            : throw Invalid($"Invalid timestamp format: '{text}' of {name} must be a time such as 2026-11-20T12:00:00Z");
    }

    private static Task WriteAsync(HttpContext context, JsonNode? answer)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(answer?.ToJsonString() ?? "null", context.RequestAborted);
    }

    private static IngestionException Invalid(string message) => new(IngestionErrorCode.InvalidRequest, message);
}
