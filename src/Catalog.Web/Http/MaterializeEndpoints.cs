using System.Text.Json;
using System.Text.Json.Nodes;
using Catalog.Core.Errors;
using Catalog.Core.Values;
using Catalog.Web.Diagnostics;
using Catalog.Web.Queries;
using Ingestion;

namespace Catalog.Web.Http;

/// <summary>
/// Feast's materialization. Views are written as events arrive, so there is nothing left to start: the doors wait until everything in the log is in the stores of the views. The time
/// range is checked and otherwise not used.
/// </summary>
internal static class MaterializeEndpoints
{
    private const int MaxBodyBytes = 1 << 20;

    internal static void MapMaterialize(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/materialize", MaterializeAsync).WithTags("Serving").DisableAntiforgery().WithName("Materialize")
            .WithSummary("Waits until everything in the log is in the stores of the views, in the shape of Feast's feature server.")
            .WithDescription("`feature_views` (all when absent), `start_ts`, `end_ts`. Views are written as events arrive, whatever the range. `?async=true` does not wait.");
        routes.MapPost("/materialize-incremental", MaterializeIncrementalAsync).WithTags("Serving").DisableAntiforgery().WithName("MaterializeIncremental")
            .WithSummary("As `/materialize`, without a start.");
    }

    private static Task MaterializeAsync(HttpContext context, ViewStatuses views, IHostApplicationLifetime lifetime, ILogger<ViewStatuses> logger)
        => AnswerAsync(context, views, lifetime, logger, hasStart: true);

    private static Task MaterializeIncrementalAsync(HttpContext context, ViewStatuses views, IHostApplicationLifetime lifetime, ILogger<ViewStatuses> logger)
        => AnswerAsync(context, views, lifetime, logger, hasStart: false);

    private static Task AnswerAsync(
        HttpContext context, ViewStatuses views, IHostApplicationLifetime lifetime, ILogger logger, bool hasStart) => FeastErrors.AnswerAsync(context, async () =>
    {
        using var body = FeastBody.Parse(await RequestBody.ReadAsync(context.Request, MaxBodyBytes, setting: null, context.RequestAborted));
        CheckRange(body.RootElement, hasStart);
        var names = FeastBody.ReadTexts(body.RootElement, "feature_views") ?? [.. views.List().Select(static status => status.View.Name)];
        Array.ForEach(names, name => views.Require(name));
        if (context.Request.Query["async"].ToString().Equals("true", StringComparison.OrdinalIgnoreCase))
        {
            _ = FlushUnwatchedAsync(views, names, logger, lifetime.ApplicationStopping);
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            await WriteAsync(context, new JsonObject { ["status"] = "accepted", ["feature_views"] = new JsonArray([.. names.Select(static name => JsonValue.Create(name))]) });
            return;
        }

        await FlushAsync(views, names, context.RequestAborted);
        await WriteAsync(context, null);
    });

    private static Task<ViewStatus[]> FlushAsync(ViewStatuses views, string[] names, CancellationToken cancellationToken)
        => Task.WhenAll(names.Select(name => views.FlushAsync(name, cancellationToken)));

    private static async Task FlushUnwatchedAsync(ViewStatuses views, string[] names, ILogger logger, CancellationToken cancellationToken)
    {
        try
        {
            await FlushAsync(views, names, cancellationToken);
        }
        catch (CatalogException error)
        {
            logger.MaterializationFailed(error, string.Join(", ", names));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process ends, and nobody waits.
        }
    }

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
