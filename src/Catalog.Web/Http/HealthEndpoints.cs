using Microsoft.AspNetCore.Http.HttpResults;

namespace Catalog.Web.Http;

/// <summary>Liveness and readiness for whoever watches the process.</summary>
internal static class HealthEndpoints
{
    internal static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", Live).WithName("Health").WithSummary("Feast's health check: 200 while the process answers.");
        routes.MapGet("/health/live", Live).WithName("HealthLive").WithSummary("200 while the process answers.");
        routes.MapGet("/health/ready", Ready).WithName("HealthReady").WithSummary("200 once the stores are open and the definitions are loaded; 503 before.")
            .WithDescription("It says that the start is over and does not go back to 503 while an engine is away: every process would be out of service at once, also for what needs no such engine. "
                + "`/api/v1/status` and `/metrics` say how the work goes.");
    }

    private static Ok Live() => TypedResults.Ok();

    private static Results<Ok, ProblemHttpResult> Ready(Readiness readiness) => readiness.IsReady ? TypedResults.Ok() : TypedResults.Problem(Problems.Of(
        "starting", StatusCodes.Status503ServiceUnavailable, "The process is starting: it opens its stores and loads the definitions. Ask again in a moment; what keeps it is in its log."));
}
