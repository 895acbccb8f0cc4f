using Catalog.Definitions;
using Catalog.Web.Queries;
using Ingestion;
using Lineage.Ports;
using Lineage.Runs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Catalog.Web.Http;

/// <summary>Lists, shows, watches and stops runs.</summary>
internal static class RunEndpoints
{
    private const string Route = "/api/v1/runs";

    internal static void MapRuns(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Route).WithTags("Runs").DisableAntiforgery();
        group.MapGet("/", ListAsync).WithName("ListRuns").WithSummary("Lists runs, latest first.")
            .WithDescription("`job` and `dataset` are names of the product's own, or node ids such as `dataset:NAMESPACE:NAME`.");
        group.MapGet("/{id:guid}", GetAsync).WithName("GetRun").WithSummary("Shows a run with what it read and wrote.");
        group.MapPost("/{id:guid}/cancel", CancelAsync).WithName("CancelRun").WithSummary("Asks a file, a replay, a training set or a verification to stop.");
        group.MapGet("/changes", WatchAsync).WithName("WatchRuns")
            .WithSummary("Sends each run that begins, makes progress or ends as a server-sent event `run`, in the shape of the list.")
            .Produces<RunAnswer>(contentType: "text/event-stream");
    }

    private static async Task<Ok<RunPageAnswer>> ListAsync(
        IRunQueries runs,
        DefinitionRegistry definitions,
        ILineageCatalogStore catalog,
        string? state,
        string? kind,
        string? domain,
        string? job,
        string? dataset,
        string? cursor,
        int? limit,
        CancellationToken cancellationToken)
    {
        var filter = RunRequests.ReadFilter(state, kind, domain, job, dataset) with
        {
            Cursor = string.IsNullOrEmpty(cursor) ? null : cursor,
            Limit = QueryValues.ReadCount(nameof(limit), limit, standard: 50, most: 200),
        };
        var page = await runs.ListAsync(filter, cancellationToken);
        if (page.Runs.Count == 0 && filter.Cursor is null)
        {
            await KnownNames.RequireAsync(filter, definitions, catalog, cancellationToken);
        }

        return TypedResults.Ok(new RunPageAnswer([.. page.Runs.Select(RunAnswers.Of)], page.NextCursor));
    }

    private static async Task<Ok<RunDetailAnswer>> GetAsync(IRunQueries runs, Guid id, CancellationToken cancellationToken)
        => await runs.FindAsync(id, job: null, cancellationToken) is { } run
            ? TypedResults.Ok(RunAnswers.Of(run))
            : throw new IngestionException(IngestionErrorCode.RunNotFound, $"There is no run '{id}'; {Route} lists what there is.");

    private static async Task<Accepted> CancelAsync(RunControl control, Guid id, CancellationToken cancellationToken)
    {
        await control.CancelAsync(id, cancellationToken);
        return TypedResults.Accepted($"{Route}/{id}");
    }

    private static Task WatchAsync(HttpContext context, RunChangeStream stream) => stream.WriteAsync(context);
}
