using Catalog.Core.Values;
using FeatureStore.Explanations;
using FeatureStore.Serving;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Catalog.Web.Http;

/// <summary>Explains how one value came about.</summary>
internal static class ExplanationEndpoints
{
    internal const string Route = "/api/v1/explanations";

    /// <summary>Before the names of join keys and request values.</summary>
    internal const string KeyPrefix = "key.";

    /// <summary>Names a request value that is null.</summary>
    internal const string NullName = "null";

    internal static void MapExplanations(this IEndpointRouteBuilder routes)
        => routes.MapGet(Route, GetAsync).WithMetadata(new FreeParameters(KeyPrefix)).WithTags("Verifications").WithName("ExplainValue")
            .WithSummary("Explains one value: the window with its tiles and events, or the rows that answer and those that do not.")
            .WithDescription(
                "`feature` is `view:feature`; `key.NAME=VALUE` gives each join key, and each request value that an on-demand feature needs; `null=NAME` gives null for one. Without a time it is what a lookup gives now. "
                + "`at`, `as_known_at`: what a training row at that time holds. `sequence` with `at`: what a logged lookup gave that had seen the events up to it. "
                + "The newest `events` of the window are listed; `notListed` counts the others. Events come by event time and sequence, and `outcome` says what became of each. "
                + "`value` of an event is what is aggregated, `running` the aggregate up to it, and `otherColumns` are those that other features read. "
                + "`served` is what the online store gives at the same moment, `equal` whether every bit is the same; it is there for what a lookup gives now. "
                + "`oneSided`: events of the key went to one store only, and a lookup may give another value than the offline store, which is explained. "
                + "An event of an enriched source has `joins`: the view and version, the key, and the row that its columns come from, or why there is none.");

    private static async Task<Ok<ExplanationAnswer>> GetAsync(
        ExplanationService explanations,
        HttpRequest request,
        string? feature,
        string? at,
        [FromQuery(Name = "as_known_at")] string? asKnownAt,
        [FromQuery(Name = NullName)] string[]? nulls,
        long? sequence,
        int? events,
        CancellationToken cancellationToken)
    {
        var explanation = await explanations.ExplainAsync(
            new ExplanationRequest
            {
                Feature = string.IsNullOrEmpty(feature) ? throw new BadHttpRequestException("'feature' is missing; it must be one feature, as 'view:feature'.") : feature,
                Entities = ReadKeys(request.Query, nulls ?? []),
                At = QueryValues.ReadTime("at", at),
                AsKnownAt = QueryValues.ReadTime("as_known_at", asKnownAt),
                Sequence = sequence,
                MaxEvents = QueryValues.ReadCount(nameof(events), events, ExplanationRequest.MostEvents, ExplanationRequest.MostEvents),
            },
            cancellationToken);
        return TypedResults.Ok(ExplanationAnswers.Of(explanation));
    }

    private static List<EntityColumn> ReadKeys(IQueryCollection query, string[] nulls)
        => [.. query.Where(static part => part.Key.StartsWith(KeyPrefix, StringComparison.Ordinal))
            .Select(static part => new EntityColumn(part.Key[KeyPrefix.Length..], [.. part.Value.Select(static text => Value.Of(text ?? string.Empty))])),
            .. nulls.Select(static name => new EntityColumn(name, [Value.Null]))];
}
