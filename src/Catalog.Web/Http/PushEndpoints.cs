using Catalog.Web.Metrics;
using FeatureStore.Ports;
using Ingestion;
using Ingestion.Ports;
using Ingestion.Pushes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using MediaTypeHeaderValue = System.Net.Http.Headers.MediaTypeHeaderValue;

namespace Catalog.Web.Http;

/// <summary>Takes pushed events: as JSON lines, and in the shape of Feast's feature server.</summary>
internal static class PushEndpoints
{
    private const string FeastRoute = "/push";
    private const string KeyHeader = "Idempotency-Key";
    private static readonly string[] Unspecific = ["application/octet-stream", "text/plain", "application/x-www-form-urlencoded", "application/gzip", "application/x-gzip", "application/x-jsonlines", "*/*"];

    private const string FiguresHeader = "Catalog-Push";

    internal static void MapPushes(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/sources/{name}/events", PushAsync).TakesContent(MediaTypes.JsonLines).WithTags("Sources").DisableAntiforgery().WithName("PushEvents")
            .WithSummary("Takes events as JSON lines, plain or gzip, with the names of the source's columns.")
            .WithDescription(
                "Answers once every event is durable, in the log or in the quarantine. With the header `Idempotency-Key` the same body sent again appends nothing and gets the first answer "
                + "with `duplicate: true`. 429 with `Retry-After` when the writers of the source's views are too far behind.");
        routes.MapPost(FeastRoute, PushFrameAsync).WithMetadata(new FeastDoor())
            .TakesJson(ApiShapes.Object(["push_source_name", "df"], ("push_source_name", ApiShapes.Text), ("df", ApiShapes.Columns), ("to", ApiShapes.Text), ("allow_registry_cache", ApiShapes.Flag)))
            .WithTags("Serving").DisableAntiforgery().WithName("Push")
            .WithSummary("Takes rows by columns, in the shape of Feast's feature server.")
            .WithDescription(
                "`push_source_name` is a source, `df` has its columns by name, `to` is `online` (the default), `offline` or `online_and_offline`. The body of the answer is empty; "
                + "the header `Catalog-Push` says how many rows were taken and refused, and of which warnings, such as fields that no column of the source is read from.");
    }

    private static async Task<Ok<PushResult>> PushAsync(
        HttpRequest request, PushService pushes, string name, [FromHeader(Name = KeyHeader)] string? key, CancellationToken cancellationToken)
    {
        CheckType(request);
        RequestBody.AllowAnySize(request);
        await using var content = await RequestBody.OpenAsync(request, cancellationToken);
        return TypedResults.Ok(await pushes.PushAsync(new PushRequest { Source = name, Content = content, IdempotencyKey = key }, cancellationToken));
    }

    // A body of another format would be quarantined line by line. What says nothing of its format is taken as JSON lines: curl sends a form's type unless it is told otherwise.
    private static void CheckType(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || type.MediaType is not { } name || name.Contains("json", StringComparison.OrdinalIgnoreCase)
            || Unspecific.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            return;
        }

        throw MediaTypes.Refuse(
            request.ContentType, $"JSON lines, as application/x-ndjson or application/json. Files of other formats go to /api/v1/sources/{request.RouteValues["name"]}/files");
    }

    // Names of fields come from the caller, so they are escaped as in an address.
    private static string FiguresOf(PushResult result)
    {
        var figures = FormattableString.Invariant($"read={result.Read}, accepted={result.Accepted}, quarantined={result.Quarantined}");
        return result.Warnings.Count == 0 ? figures : $"{figures}, warnings=\"{string.Join(' ', result.Warnings.Select(static warning => $"{Uri.EscapeDataString(warning.Key)}={warning.Value}"))}\"";
    }

    private static Task PushFrameAsync(
        HttpContext context,
        PushService pushes,
        ISourceRegistry sources,
        IFeatureRegistry views,
        IOptions<IngestionOptions> options,
        FeastMetrics metrics,
        [FromHeader(Name = KeyHeader)] string? key) => FeastErrors.AnswerAsync(context, metrics.Begin(FeastRoute), async () =>
    {
        using var frame = await FeastFrame.ReadAsync(context.Request, "push_source_name", options.Value.MaxPushBytes);
        var targets = FeastPush.TargetsOf(frame.To);
        var source = sources.Require(frame.Name);
        if (frame.RowCount > 0)
        {
            FeastPush.Check(frame.Columns, "'df'", source, views.Views);
        }

        var result = await frame.SendAsync(
            content => pushes.PushAsync(
                new PushRequest { Source = source.Name, Content = content, IdempotencyKey = key, Targets = targets }, context.RequestAborted));
        context.Response.Headers[FiguresHeader] = FiguresOf(result);
        metrics.Pushed(source.Name, frame.To);
    });
}
