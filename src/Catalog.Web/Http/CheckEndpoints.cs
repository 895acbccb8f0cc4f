using Catalog.Core.Model;
using Catalog.Definitions;
using Catalog.Web.Queries;
using Ingestion.Ports;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Catalog.Web.Http;

/// <summary>Tells what the rules of a contract said about the events of a source.</summary>
internal static class CheckEndpoints
{
    internal static void MapChecks(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/sources/{name}/checks").WithTags("Checks");
        group.MapGet("/", ListAsync).WithName("ListChecks").WithSummary("Shows each rule, judged by the recent events, with its newest run.");
        group.MapGet("/history", ListDaysAsync).WithName("ListCheckHistory")
            .WithSummary("Shows each rule by UTC day, both ends included; without `from` and `to` the last thirty days.");
        routes.MapGet("/api/v1/products/{name}/checks", ListOfProductAsync).WithTags("Checks").WithName("ListProductChecks")
            .WithSummary("Shows the checks of all sources behind a data product, as its page counts them.");
    }

    private static async Task<Ok<ChecksAnswer>> ListAsync(ISourceRegistry sources, CheckService checks, string name, CancellationToken cancellationToken)
        => TypedResults.Ok(CheckAnswers.Of(await checks.ListAsync([sources.Require(name).Name], cancellationToken)));

    private static async Task<Ok<ChecksAnswer>> ListOfProductAsync(DefinitionRegistry registry, CheckService checks, string name, CancellationToken cancellationToken)
    {
        var definitions = registry.Current;
        var id = new DefinitionId(DefinitionKind.DataProduct, name);
        var product = definitions.FindModel(id) as DataProduct
            ?? throw new DefinitionsException(DefinitionsErrorCode.DefinitionNotFound, $"There is no definition '{id}'; /api/v1/definitions lists what there is.");
        return TypedResults.Ok(CheckAnswers.Of(await checks.ListAsync(ProductMap.SourcesOf(definitions, product), cancellationToken)));
    }

    private static async Task<Ok<CheckHistoryAnswer>> ListDaysAsync(
        ISourceRegistry sources, CheckService checks, TimeProvider clock, string name, string? from, string? to, CancellationToken cancellationToken)
    {
        var (first, last) = QueryValues.ReadDays(from, to, clock);
        var days = await checks.ListDaysAsync(sources.Require(name).Name, first, last, cancellationToken);
        return TypedResults.Ok(new CheckHistoryAnswer(first, last, [.. days.Select(static day => CheckAnswers.Of(day.Day, day.Outcome))]));
    }
}
