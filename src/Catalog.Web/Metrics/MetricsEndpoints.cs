using Microsoft.AspNetCore.Http.HttpResults;

namespace Catalog.Web.Metrics;

/// <summary>What the product measures of itself, for a scraper.</summary>
internal static class MetricsEndpoints
{
    internal static void MapMetrics(this IEndpointRouteBuilder routes)
        => routes.MapGet("/metrics", Read).WithTags("Health").WithName("Metrics").WithSummary("Figures of this process in the text format of Prometheus; docs/metrics.md lists them.");

    private static ContentHttpResult Read(MetricsCollector metrics) => TypedResults.Text(PrometheusText.Write(metrics.Collect()), PrometheusText.ContentType);
}
