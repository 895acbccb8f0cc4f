using Microsoft.AspNetCore.Http.HttpResults;

namespace Catalog.Web.Http;

/// <summary>Liveness and readiness for whoever watches the process.</summary>
internal static class HealthEndpoints
{
    internal static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", Live).WithName("Health").WithSummary("Feast's health check: 200 while the process answers.");
        routes.MapGet("/health/live", Live).WithName("HealthLive").WithSummary("200 while the process answers.");
        routes.MapGet("/health/ready", Ready).WithName("HealthReady").WithSummary("200 once the stores are open and the definitions are loaded; 503 before.");
    }

    private static Ok Live() => TypedResults.Ok();

    private static Results<Ok, StatusCodeHttpResult> Ready(Readiness readiness)
        => readiness.IsReady ? TypedResults.Ok() : TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
}
