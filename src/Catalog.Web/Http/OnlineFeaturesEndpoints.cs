using Catalog.Core.Arrow;
using Catalog.Web.Metrics;
using FeatureStore.Access;
using FeatureStore.Serving;
using Microsoft.Net.Http.Headers;

namespace Catalog.Web.Http;

/// <summary>Feast's lookup over HTTP.</summary>
internal static class OnlineFeaturesEndpoints
{
    /// <summary>Header of an answer made of rows read before; its value is the moment since which changes may be missing, in UTC.</summary>
    internal const string StaleHeader = "Catalog-Stale-As-Of";

    private const string Route = "/get-online-features";

    internal static void MapOnlineFeatures(this IEndpointRouteBuilder routes)
        => routes.MapPost(Route, GetAsync).WithMetadata(new FeastDoor())
            .TakesJson(ApiShapes.Object(["entities"], ("features", ApiShapes.List(ApiShapes.Text)), ("feature_service", ApiShapes.Text), ("entities", ApiShapes.Columns), ("full_feature_names", ApiShapes.Flag)))
            .WithName("GetOnlineFeatures")
            .WithTags("Serving")
            .WithSummary("Looks features up by entity, in the shape of Feast's feature server.")
            .WithDescription(
                "Body: `features` (a list of `view:feature`) or `feature_service`, `entities` (join key to list of values, all of one length), "
                + "`full_feature_names`. The answer is by columns: `metadata.feature_names`, and for each `values`, `statuses` "
                + "(NOT_FOUND, OUTSIDE_MAX_AGE, NULL_VALUE, PRESENT) and `event_timestamps`. Where the online store was away and the answer is made of rows read before, "
                + $"`metadata.stale_as_of` and the header `{StaleHeader}` say since when changes may be missing. With `Accept: {ArrowStream.MediaType}` the answer is an Arrow stream with a row for each "
                + $"entity row: the join keys, then for each feature its value, `<name>{OnlineFeaturesSchemas.StatusSuffix}` (1 PRESENT, 2 NULL_VALUE, 3 NOT_FOUND, 4 OUTSIDE_MAX_AGE) and `<name>{OnlineFeaturesSchemas.EventTimeSuffix}`; "
                + "errors are JSON all the same. Where `FeatureStore:Access:Required` is on, the key of a consumer is sent as `Authorization: Bearer` or `x-api-key`: without one that counts the answer is 401, and 403 "
                + "where the consumer may not read all that is asked for.")
            .DisableAntiforgery();

    private static Task GetAsync(HttpContext context, OnlineFeatureService features, AccessGuard guard, OnlineFeaturesSchemas schemas, FeastMetrics metrics)
    {
        var measured = metrics.Begin(Route);
        return FeastErrors.AnswerAsync(context, measured, () => AnswerAsync(context, features, guard, schemas, measured));
    }

    private static async Task AnswerAsync(HttpContext context, OnlineFeatureService features, AccessGuard guard, OnlineFeaturesSchemas schemas, FeastRequest measured)
    {
        // Before the body: who may not ask is not read.
        var grants = await guard.IdentifyAsync(context.Request.FindKey(), context.RequestAborted);
        var request = await OnlineFeaturesReader.ReadAsync(context.Request, context.RequestAborted) with { Grants = grants };
        var read = measured.Elapsed;
        var response = await features.GetAsync(request, context.RequestAborted);
        measured.LookedUp(response, measured.Elapsed - read);
        if (response.StaleAsOf is { } asOf)
        {
            context.Response.Headers[StaleHeader] = asOf.ToString();
        }

        await (WantsArrow(context.Request) ? WriteArrowAsync(context, response, schemas.Of(response)) : WriteJsonAsync(context, response));
        response.Release();
    }

    private static async Task WriteJsonAsync(HttpContext context, OnlineFeaturesResponse response)
    {
        context.Response.ContentType = MediaTypes.Json;
        await using var writer = new OnlineFeaturesWriter(context.Response.BodyWriter);
        await writer.WriteAsync(response, async () => await context.Response.BodyWriter.FlushAsync(context.RequestAborted));
    }

    private static async Task WriteArrowAsync(HttpContext context, OnlineFeaturesResponse response, OnlineFeaturesSchema schema)
    {
        context.Response.ContentType = ArrowStream.MediaType;
        using var table = new OnlineFeaturesTable(response, schema);
        await ArrowStream.WriteAsync(table, schema.Message, context.Response.BodyWriter, context.RequestAborted);
    }

    /// <summary>Whether the request names Arrow's media type, and JSON's not or later. Wildcards name none: who takes anything gets JSON.</summary>
    private static bool WantsArrow(HttpRequest request)
    {
        var accept = request.Headers.Accept;
        if (accept.Count == 0 || !accept.ToString().Contains(ArrowStream.MediaType, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var types = request.GetTypedHeaders().Accept;
        return QualityOf(types, ArrowStream.MediaType) is var arrow && arrow > 0 && arrow >= QualityOf(types, MediaTypes.Json);
    }

    private static double QualityOf(IList<MediaTypeHeaderValue> types, string name)
        => types.Where(type => type.MediaType.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(static type => type.Quality ?? 1).DefaultIfEmpty(0).Max();
}
