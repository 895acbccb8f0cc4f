using Catalog.Core.Values;
using Ingestion;
using Ingestion.Model;
using Ingestion.Ports;
using Ingestion.Replays;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Catalog.Web.Http;

/// <summary>Shows, exports and settles what the contracts refused.</summary>
internal static class QuarantineEndpoints
{
    internal static void MapQuarantine(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/quarantine").WithTags("Quarantine");
        group.MapGet("/", ListAsync).WithName("ListQuarantine").WithSummary("Lists refused events, newest first.");
        group.MapGet("/{id:long}", GetAsync).WithName("GetQuarantined").WithSummary("Shows a refused event with all its bytes.");
        group.MapGet("/{id:long}/raw", GetRawAsync).WithName("DownloadQuarantined").WithSummary("Downloads the bytes of a refused event as they are kept.");
        group.MapGet("/rules", CountAsync).WithName("CountQuarantine").WithSummary("Counts refused events by source and rule, and all of them together.");
        group.MapGet("/export", ExportAsync).WithName("ExportQuarantine").WithSummary("Streams refused events, oldest first.")
            .WithDescription("`format=ndjson` (the default) writes one JSON object a line, the bytes in base64; `format=raw` writes the records alone.");
        var source = routes.MapGroup("/api/v1/sources/{name}/quarantine").WithTags("Quarantine").DisableAntiforgery();
        source.MapPost("/dismiss", DismissAsync).TakesJson<QuarantineSelection>()
            .WithName("DismissQuarantined").WithSummary("Marks open events of a source as not wanted. They are kept, and can no longer be replayed.");
        source.MapPost("/replay", ReplayAsync).TakesJson<QuarantineSelection>()
            .WithName("ReplayQuarantined").WithSummary("Sends open events of a source through the checks of the contract now in force, in the background.");
        source.MapPost("/try", TryAsync).TakesJson<QuarantineSelection>()
            .WithName("TryQuarantined").WithSummary("Says what a replay of the events in `ids` would do. Writes nothing.");
    }

    private static async Task<Ok<QuarantinePageAnswer>> ListAsync(
        IQuarantineStore store, ISourceRegistry sources, string? source, string[]? rule, string? state, string? text, long? cursor, int? limit, CancellationToken cancellationToken)
    {
        var count = QueryValues.ReadCount(nameof(limit), limit, standard: 50, most: 200);
        await KnownNames.RequireSourceAsync(sources, store, source, cancellationToken);
        var page = await store.GetPageAsync(QuarantineRequests.ReadFilter(source, rule, state, text), cursor, count, cancellationToken);
        return TypedResults.Ok(new QuarantinePageAnswer([.. page.Events.Select(QuarantineAnswers.Short)], page.NextCursor));
    }

    private static async Task<Ok<QuarantinedAnswer>> GetAsync(IQuarantineStore store, long id, CancellationToken cancellationToken)
        => TypedResults.Ok(QuarantineAnswers.Whole(await FindAsync(store, id, cancellationToken)));

    private static async Task<FileContentHttpResult> GetRawAsync(IQuarantineStore store, long id, CancellationToken cancellationToken)
        => TypedResults.Bytes((await FindAsync(store, id, cancellationToken)).Raw, "application/octet-stream", $"quarantined-{id}.raw");

    private static async Task<QuarantinedEvent> FindAsync(IQuarantineStore store, long id, CancellationToken cancellationToken)
        => await store.FindAsync(id, cancellationToken)
            ?? throw new IngestionException(IngestionErrorCode.QuarantinedEventNotFound, $"There is no quarantined event '{id}'; /api/v1/quarantine lists what there is.");

    private static async Task<Ok<QuarantineRulesAnswer>> CountAsync(
        IQuarantineStore store, ISourceRegistry sources, string? source, string[]? rule, string? state, string? text, CancellationToken cancellationToken)
    {
        await KnownNames.RequireSourceAsync(sources, store, source, cancellationToken);
        var filter = QuarantineRequests.ReadFilter(source, rule, state, text);
        var counts = await store.CountByRuleAsync(filter, cancellationToken);
        return TypedResults.Ok(new QuarantineRulesAnswer(await store.CountAsync(filter, cancellationToken), counts));
    }

    private static async Task<PushStreamHttpResult> ExportAsync(
        IQuarantineStore store, ISourceRegistry sources, string? source, string[]? rule, string? state, string? text, string? format, CancellationToken cancellationToken)
    {
        await KnownNames.RequireSourceAsync(sources, store, source, cancellationToken);
        var filter = QuarantineRequests.ReadFilter(source, rule, state, text);
        return format?.ToLowerInvariant() switch
        {
            null or "" or "ndjson" => TypedResults.Stream(
                body => QuarantineExport.WriteJsonAsync(store, filter, body, cancellationToken), "application/x-ndjson", "quarantine.ndjson"),
            "raw" => TypedResults.Stream(
                body => QuarantineExport.WriteRawAsync(store, filter, body, cancellationToken), "application/octet-stream", "quarantine.raw"),
            _ => throw new BadHttpRequestException($"'format' is '{format}'; it must be 'ndjson' or 'raw'."),
        };
    }

    private static async Task<Ok<DismissedAnswer>> DismissAsync(
        HttpRequest request, IQuarantineStore store, ISourceRegistry sources, TimeProvider clock, string name, CancellationToken cancellationToken)
    {
        var selection = await QuarantineRequests.ReadSelectionAsync(request, cancellationToken);
        var filter = QuarantineRequests.ToDismiss(selection, sources.Require(name).Name);
        return TypedResults.Ok(new DismissedAnswer(await store.DismissAsync(filter, Instant.Now(clock), selection.RequestedBy, cancellationToken)));
    }

    private static async Task<Accepted<IngestionRunAnswer>> ReplayAsync(
        HttpRequest request, ReplayService replays, ISourceRegistry sources, string name, CancellationToken cancellationToken)
    {
        var selection = await QuarantineRequests.ReadSelectionAsync(request, cancellationToken);
        var filter = QuarantineRequests.ToFilter(selection, sources.Require(name).Name);
        var job = await replays.StartAsync(filter, selection.RequestedBy, cancellationToken);
        return TypedResults.Accepted($"/api/v1/sources/{name}/runs/{job.RunId}", IngestionAnswers.Of(job));
    }

    private static async Task<Ok<ReplayTrialsAnswer>> TryAsync(HttpRequest request, ReplayService replays, string name, CancellationToken cancellationToken)
    {
        var selection = await QuarantineRequests.ReadSelectionAsync(request, cancellationToken);
        return TypedResults.Ok(new ReplayTrialsAnswer(await replays.TryAsync(name, selection.Ids ?? [], cancellationToken)));
    }
}
