using Ingestion.Ports;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Catalog.Web.Http;

/// <summary>Tells what the rules of a contract said about the events of a source.</summary>
internal static class CheckEndpoints
{
    internal static void MapChecks(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/sources/{name}/checks").WithTags("Checks");
        group.MapGet("/", ListAsync).WithName("ListChecks").WithSummary("Shows the newest result of each rule.");
        group.MapGet("/history", ListDaysAsync).WithName("ListCheckHistory")
            .WithSummary("Shows each rule by UTC day, both ends included; without `from` and `to` the last thirty days.");
    }

    private static async Task<Ok<ChecksAnswer>> ListAsync(ISourceRegistry sources, ICheckResultStore checks, string name, CancellationToken cancellationToken)
    {
        var results = await checks.GetLatestAsync(sources.Require(name).Name, cancellationToken);
        return TypedResults.Ok(new ChecksAnswer([.. results.Select(CheckAnswers.Of)]));
    }

    private static async Task<Ok<CheckHistoryAnswer>> ListDaysAsync(
        ISourceRegistry sources, ICheckResultStore checks, TimeProvider clock, string name, string? from, string? to, CancellationToken cancellationToken)
    {
        var (first, last) = QueryValues.ReadDays(from, to, clock);
        var days = await checks.GetHistoryAsync(sources.Require(name).Name, first, last, cancellationToken);
        return TypedResults.Ok(new CheckHistoryAnswer(first, last, [.. days.Select(CheckAnswers.Of)]));
    }
}
