using Catalog.Web.Metrics;
using Ingestion;
using Ingestion.Writes;
using Microsoft.Extensions.Options;

namespace Catalog.Web.Http;

/// <summary>Takes rows of feature views into the online store, in the shape of Feast's feature server.</summary>
internal static class WriteEndpoints
{
    private const string Route = "/write-to-online-store";
    private const string FiguresHeader = "Catalog-Write";

    internal static void MapWrites(this IEndpointRouteBuilder routes)
        => routes.MapPost(Route, WriteAsync).WithMetadata(new FeastDoor())
            .TakesJson(ApiShapes.Object(["feature_view_name", "df"], ("feature_view_name", ApiShapes.Text), ("df", ApiShapes.Columns), ("allow_registry_cache", ApiShapes.Flag)))
            .WithTags("Serving").DisableAntiforgery().WithName("WriteToOnlineStore")
            .WithSummary("Takes rows of a feature view into the online store, past the event log, in the shape of Feast's feature server.")
            .WithDescription(
                "`feature_view_name`, and in `df` by columns: the join keys, the event time (under its name in the source, or as `event_timestamp`) and all features. A row replaces an older one only. Training sets do not have such rows, "
                + "and the proof does not compare what they answer; `/push` gives both stores the same. One wrong row refuses all. The body of the answer is `null`; the header `Catalog-Write` says how many rows there were, how many lookups give now "
                + "(`newer`), and how many were kept out because their entity is erased.");

    private static Task WriteAsync(HttpContext context, FeatureWriteService writes, IOptions<IngestionOptions> options, FeastMetrics metrics) => FeastErrors.AnswerAsync(context, metrics.Begin(Route), async () =>
    {
        using var frame = await FeastFrame.ReadAsync(context.Request, "feature_view_name", options.Value.MaxPushBytes);
        var view = writes.Find(frame.Name, frame.RowCount == 0 ? null : frame.Columns, "'df'");
        var result = await frame.SendAsync(rows => writes.WriteAsync(view, rows, context.RequestAborted));
        context.Response.Headers[FiguresHeader] = FormattableString.Invariant($"rows={result.Rows}, newer={result.Newer}, erased={result.Erased}");
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("null", context.RequestAborted);
    });
}
