using FeatureStore.Serving;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Catalog.Web.Http;

/// <summary>Tells which lookups were slow, and why.</summary>
internal static class SlowLookupEndpoints
{
    internal static void MapSlowLookups(this IEndpointRouteBuilder routes)
        => routes.MapGet("/api/v1/lookups/slow", List).WithTags("Lookups").WithName("ListSlowLookups")
            .WithSummary("Lists the newest slow lookups of this process, newest first, with what took the time.")
            .WithDescription("Slow is what took as long as `FeatureStore:Serving:SlowLookup`. Times are in milliseconds, of the service alone, without the door.");

    private static Ok<SlowLookupsAnswer> List(SlowLookups slow, string? service, int? limit)
    {
        var lookups = slow.List(string.IsNullOrEmpty(service) ? null : service, QueryValues.ReadCount(nameof(limit), limit, standard: 50, most: SlowLookups.Kept));
        return TypedResults.Ok(new SlowLookupsAnswer(slow.Threshold.TotalMilliseconds, slow.Total, [.. lookups.Select(Of)]));
    }

    private static SlowLookupAnswer Of(SlowLookup lookup) => new(
        lookup.At.ToString(),
        lookup.FeatureService,
        lookup.Views,
        lookup.Features,
        lookup.EntityRows,
        lookup.Duration.TotalMilliseconds,
        Words.Of(lookup.Reason),
        lookup.Explain(),
        lookup.Planning.TotalMilliseconds,
        lookup.Reading.TotalMilliseconds,
        lookup.Computing.TotalMilliseconds,
        lookup.Paused.TotalMilliseconds);
}

internal sealed record SlowLookupsAnswer(double ThresholdMs, long Total, IReadOnlyList<SlowLookupAnswer> Items);

internal sealed record SlowLookupAnswer(
    string At,
    string? FeatureService,
    IReadOnlyList<string> Views,
    int Features,
    int EntityRows,
    double DurationMs,
    string Reason,
    string Explanation,
    double PlanningMs,
    double ReadingMs,
    double ComputingMs,
    double PausedMs);
