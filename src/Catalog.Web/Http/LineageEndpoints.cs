using Lineage;
using Lineage.Ingest;
using Lineage.Marquez;
using Lineage.Model;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Catalog.Web.Http;

/// <summary>Takes OpenLineage events and answers Marquez' clients.</summary>
internal static class LineageEndpoints
{
    internal static void MapLineage(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1").WithTags("Lineage");
        group.MapPost("/lineage", PostAsync).TakesJson(ApiShapes.AnyObject).WithName("PostLineage").WithSummary("Takes one OpenLineage event, plain or gzip.");
        group.MapPost("/lineage/batch", PostBatchAsync).TakesJson(ApiShapes.List(ApiShapes.AnyObject)).WithName("PostLineageBatch").WithSummary("Takes an array of OpenLineage events; refuses single ones.");
        group.MapGet("/lineage", GetAsync).WithName("GetLineage").WithSummary("Shows what a dataset or job comes from and what depends on it.");
        group.MapGet("/namespaces", ListNamespacesAsync).WithName("ListNamespaces").WithSummary("Lists namespaces of datasets and jobs.");
        group.MapGet("/namespaces/{space}/datasets", ListDatasetsAsync).WithName("ListDatasets").WithSummary("Lists the datasets of a namespace.");
        group.MapGet("/namespaces/{space}/datasets/{name}", FindDatasetAsync).WithName("GetDataset").WithSummary("Shows a dataset.");
        group.MapGet("/namespaces/{space}/jobs", ListJobsAsync).WithName("ListJobs").WithSummary("Lists the jobs of a namespace.");
        group.MapGet("/namespaces/{space}/jobs/{name}", FindJobAsync).WithName("GetJob").WithSummary("Shows a job.");
        group.MapGet("/namespaces/{space}/jobs/{name}/runs", ListRunsAsync).WithName("ListJobRuns").WithSummary("Lists the runs of a job, latest first.");
        group.MapGet("/jobs/runs/{id:guid}", FindRunAsync).WithName("GetJobRun").WithSummary("Shows a run.");
    }

    // 201 as Marquez answers; the specification says 200. Clients take any 2xx.
    private static async Task<Results<Created, Created<LineageWarnings>>> PostAsync(
        HttpRequest request, LineageIngestService ingest, IOptions<LineageOptions> options, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(request, options.Value.MaxBodyBytes, "Lineage:MaxBodyBytes", cancellationToken);
        var result = await ingest.IngestAsync(body, cancellationToken);
        if (!result.Accepted)
        {
            throw new LineageException(LineageErrorCode.InvalidEvent, $"The event was refused. {result.Reason}");
        }

        return result.Findings.Count == 0
            ? TypedResults.Created()
            : TypedResults.Created((string?)null, new LineageWarnings([.. result.Findings.Select(LineageWarning.Of)]));
    }

    private static async Task<Ok<LineageBatchAnswer>> PostBatchAsync(
        HttpRequest request, LineageIngestService ingest, IOptions<LineageOptions> options, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(request, options.Value.MaxBodyBytes, "Lineage:MaxBodyBytes", cancellationToken);
        var (batch, fault) = await ingest.IngestBatchAsync(body, cancellationToken);
        if (batch is null)
        {
            throw new LineageException(LineageErrorCode.InvalidEvent, $"The batch was refused. {fault?.Message} {fault?.Fix}");
        }

        var failed = batch.Results.Index()
            .Where(static row => !row.Item.Accepted)
            .Select(static row => new LineageFailedEvent(row.Index, row.Item.Reason, Retriable: false))
            .ToList();
        return TypedResults.Ok(new LineageBatchAnswer(
            failed.Count == 0 ? "success" : "partial_success",
            new LineageBatchSummary(batch.Results.Count, batch.Successful, batch.Failed, 0, batch.Failed),
            failed));
    }

    private static async Task<Ok<MarquezGraph>> GetAsync(
        MarquezReadService marquez, string? nodeId, int? depth, CancellationToken cancellationToken)
        => TypedResults.Ok(await marquez.FindLineageAsync(
            nodeId ?? throw new BadHttpRequestException("'nodeId' is missing; it must be a node such as dataset:catalog:source/loyalty-transactions."), depth ?? 20, cancellationToken));

    private static async Task<Ok<MarquezNamespaces>> ListNamespacesAsync(
        MarquezReadService marquez, int? offset, int? limit, CancellationToken cancellationToken)
        => TypedResults.Ok(await marquez.ListNamespacesAsync(offset ?? 0, limit ?? 100, cancellationToken));

    private static async Task<Ok<MarquezDatasets>> ListDatasetsAsync(
        MarquezReadService marquez, string space, int? offset, int? limit, CancellationToken cancellationToken)
        => TypedResults.Ok(await marquez.ListDatasetsAsync(Decode(space), offset ?? 0, limit ?? 100, cancellationToken));

    private static async Task<Ok<MarquezDataset>> FindDatasetAsync(
        MarquezReadService marquez, string space, string name, CancellationToken cancellationToken)
        => TypedResults.Ok(await marquez.FindDatasetAsync(new DatasetId(Decode(space), Decode(name)), cancellationToken));

    private static async Task<Ok<MarquezJobs>> ListJobsAsync(
        MarquezReadService marquez, string space, int? offset, int? limit, CancellationToken cancellationToken)
        => TypedResults.Ok(await marquez.ListJobsAsync(Decode(space), offset ?? 0, limit ?? 100, cancellationToken));

    private static async Task<Ok<MarquezJob>> FindJobAsync(
        MarquezReadService marquez, string space, string name, CancellationToken cancellationToken)
        => TypedResults.Ok(await marquez.FindJobAsync(new JobId(Decode(space), Decode(name)), cancellationToken));

    private static async Task<Ok<MarquezRuns>> ListRunsAsync(
        MarquezReadService marquez, string space, string name, int? limit, CancellationToken cancellationToken)
        => TypedResults.Ok(await marquez.ListRunsAsync(new JobId(Decode(space), Decode(name)), limit ?? 100, cancellationToken));

    private static async Task<Ok<MarquezRun>> FindRunAsync(MarquezReadService marquez, Guid id, CancellationToken cancellationToken)
        => TypedResults.Ok(await marquez.FindRunAsync(id, cancellationToken));

    /// <summary>The server decodes everything in a path but the slash, which names such as <c>kafka://h:9092</c> are full of.</summary>
    private static string Decode(string segment) => segment.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
