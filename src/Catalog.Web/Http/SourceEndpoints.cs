using Catalog.Web.Queries;
using Ingestion;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Catalog.Web.Http;

/// <summary>Lists sources, takes files into them and tells how that goes.</summary>
internal static class SourceEndpoints
{
    private const string Route = "/api/v1/sources";

    internal static void MapSources(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Route).WithTags("Sources").DisableAntiforgery();
        group.MapGet("/", ListAsync).WithName("ListSources").WithSummary("Lists the sources with what is in them.");
        group.MapPost("/{name}/files", TakeFileAsync).TakesContent(MediaTypes.Bytes).TakesForm("file").WithName("IngestFile")
            .WithSummary("Takes a file and ingests it in the background.")
            .WithDescription(
                "The body is the file, plain or gzip, or a form with the one part `file`. `name` is its name for people, `force` ingests content again that was ingested before. "
                + "Answers 202 once the file is safe on disk; the run goes on by itself, also after a crash.");
        group.MapGet("/{name}/runs", ListRunsAsync).WithName("ListSourceRuns").WithSummary("Lists the jobs of a source, newest first.");
        group.MapGet("/{name}/runs/{runId:guid}", GetRunAsync).WithName("GetSourceRun").WithSummary("Shows how a job stands.");
        group.MapPost("/{name}/runs/{runId:guid}/cancel", CancelAsync).WithName("CancelSourceRun").WithSummary("Asks a job to stop; what it wrote stays.");
    }

    private static async Task<Ok<SourcesAnswer>> ListAsync(SourceOverviews sources, CancellationToken cancellationToken)
        => TypedResults.Ok(new SourcesAnswer([.. (await sources.ListAsync(cancellationToken)).Select(SourceAnswers.Of)]));

    private static async Task<Accepted<IngestionRunAnswer>> TakeFileAsync(
        HttpRequest request,
        IngestionService ingestion,
        [FromRoute(Name = "name")] string source,
        [FromQuery(Name = "name")] string? fileName,
        string? force,
        string? requestedBy,
        CancellationToken cancellationToken)
    {
        var upload = new FileUpload
        {
            Source = source,
            Name = fileName ?? string.Empty,
            Content = request.Body,
            Force = QueryValues.ReadFlag(nameof(force), force),
            RequestedBy = string.IsNullOrEmpty(requestedBy) ? null : requestedBy,
        };
        var job = await FileRequests.TakeAsync(request, upload, ingestion, cancellationToken);
        return TypedResults.Accepted($"{Route}/{source}/runs/{job.RunId}", IngestionAnswers.Of(job));
    }

    private static async Task<Ok<IngestionRunsAnswer>> ListRunsAsync(IngestionService ingestion, string name, int? limit, CancellationToken cancellationToken)
    {
        var jobs = await ingestion.ListAsync(name, QueryValues.ReadCount(nameof(limit), limit, standard: 20, most: 200), cancellationToken);
        return TypedResults.Ok(new IngestionRunsAnswer([.. jobs.Select(IngestionAnswers.Of)]));
    }

    private static async Task<Ok<IngestionRunAnswer>> GetRunAsync(IngestionService ingestion, string name, Guid runId, CancellationToken cancellationToken)
        => TypedResults.Ok(IngestionAnswers.Of(await ingestion.GetAsync(name, runId, cancellationToken)));

    private static async Task<Accepted<IngestionRunAnswer>> CancelAsync(IngestionService ingestion, string name, Guid runId, CancellationToken cancellationToken)
        => TypedResults.Accepted($"{Route}/{name}/runs/{runId}", IngestionAnswers.Of(await ingestion.CancelAsync(name, runId, cancellationToken)));
}
