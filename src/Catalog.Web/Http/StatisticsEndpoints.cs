using Catalog.Web.Queries;
using FeatureStore;
using FeatureStore.Ports;
using FeatureStore.Statistics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Catalog.Web.Http;

/// <summary>What feature views serve, as statistics.</summary>
internal static class StatisticsEndpoints
{
    internal static void MapStatistics(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/views/{name}/statistics").WithTags("Views").DisableAntiforgery();
        group.MapGet("/", GetAsync).WithName("GetViewStatistics")
            .WithSummary("Shows the newest statistics of what a feature view serves.")
            .WithDescription(
                "Keys in age and older, and for each feature its nulls, newest event, distinct and frequent values; for numbers also moments, quantiles and a histogram. "
                + "Timestamps are measured as microseconds since 1970, lists and bytes by their length. `rankError`, `error` and `undercount` are 0 where a number is exact.");
        group.MapPost("/", ComputeAsync).WithName("ComputeViewStatistics").WithSummary("Computes the statistics of a feature view now.");
        group.MapGet("/history", GetHistoryAsync).WithName("GetViewStatisticsHistory").WithSummary("Shows keys, nulls and newest events per UTC day, oldest first.");
    }

    private static async Task<Ok<ViewStatisticsAnswer>> GetAsync(
        IFeatureRegistry registry, StatisticsService statistics, string name, CancellationToken cancellationToken)
    {
        var latest = await statistics.FindLatestAsync(registry.RequireView(name).Id, cancellationToken);
        return latest is not null
            ? TypedResults.Ok(StatisticsAnswers.Of(latest))
            : throw new FeatureStoreException(
                FeatureStoreErrorCode.StatisticsNotFound,
                $"No statistics of feature view '{name}' have been computed yet. They are soon after its first event; a POST to this address computes them now.");
    }

    private static async Task<Ok<ViewStatisticsAnswer>> ComputeAsync(
        IFeatureRegistry registry, StatisticsService statistics, string name, CancellationToken cancellationToken)
        => TypedResults.Ok(StatisticsAnswers.Of(await statistics.ComputeAsync(registry.RequireView(name), cancellationToken)));

    private static async Task<Ok<StatisticsHistoryAnswer>> GetHistoryAsync(
        IFeatureRegistry registry, StatisticsService statistics, string name, int? days, CancellationToken cancellationToken)
    {
        var view = registry.RequireView(name);
        var history = await statistics.GetHistoryAsync(view.Name, QueryValues.ReadCount(nameof(days), days, standard: 30, most: 3650), cancellationToken);
        return TypedResults.Ok(new StatisticsHistoryAnswer(view.Name, [.. history.Select(StatisticsAnswers.Of)]));
    }
}
