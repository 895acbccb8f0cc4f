using System.Text.Json;
using Catalog.Core.Values;
using Catalog.Web.Erasures;
using FeatureStore;
using FeatureStore.Erasures;
using Lineage.Runs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Catalog.Web.Http;

/// <summary>Erases entities and gives the receipts.</summary>
internal static class ErasureEndpoints
{
    private const string Route = "/api/v1/erasures";

    internal static void MapErasures(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Route).WithTags("Erasures").DisableAntiforgery();
        group.MapPost("/", CreateAsync).WithName("CreateErasure").WithSummary("Erases an entity from all stores, in the background.")
            .WithDescription(
                "JSON with `key`, the values by join key; `forever`, whether later events are kept out too; `reason` and `requestedBy`, which stay in the receipt. Answers once events of the entity are kept out; the id of the "
                + "record is the id of the run. Views that have these join keys and others lose the rows of all keys with these values.");
        group.MapPost("/preview", PreviewAsync).WithName("PreviewErasure").WithSummary("Tells what an erasure would remove now; changes nothing.");
        group.MapGet("/", ListAsync).WithName("ListErasures").WithSummary("Lists erasures without their places, newest first.")
            .WithDescription(
                "All filters hold together: `state` is `queued`, `running`, `completed` or `failed`; `key` the name of a join key, such as `customer_id`, that the erased entity has, alone or among others; `entity` "
                + "the `fingerprint` of an entity, which is the same in all its erasures. `before` is the `next` of the page before.");
        group.MapGet("/{id:guid}", GetAsync).WithName("GetErasure").WithSummary("Shows the receipt of an erasure: every place with its count, and what is kept, for how long and why.");
    }

    private static async Task<Accepted<ErasureAnswer>> CreateAsync(ErasureService erasures, ErasureBody? body, CancellationToken cancellationToken)
    {
        var erasure = await erasures.RequestAsync(Read(body), cancellationToken);
        return TypedResults.Accepted($"{Route}/{erasure.Id}", ErasureAnswers.Of(erasure));
    }

    private static async Task<Ok<ErasurePreviewAnswer>> PreviewAsync(ErasureService erasures, ErasureBody? body, CancellationToken cancellationToken)
    {
        var request = Read(body);
        var places = await erasures.PreviewAsync(request, cancellationToken);
        return TypedResults.Ok(new ErasurePreviewAnswer([.. request.Key.Keys.Order(StringComparer.Ordinal)], [.. places.Select(ErasureAnswers.Of)]));
    }

    private static async Task<Ok<ErasurePageAnswer>> ListAsync(
        ErasureService erasures, string? state, string? key, string? entity, Guid? before, int? limit, CancellationToken cancellationToken)
    {
        var count = QueryValues.ReadCount(nameof(limit), limit, standard: 50, most: 200);
        var filter = new ErasureFilter { State = Words.Read<ErasureState>(nameof(state), state), JoinKey = string.IsNullOrEmpty(key) ? null : key, Entity = ReadFingerprint(nameof(entity), entity) };
        var page = await erasures.ListAsync(filter, before, count, cancellationToken);
        return TypedResults.Ok(new ErasurePageAnswer([.. page.Select(static erasure => ErasureAnswers.Of(erasure) with { Places = null })], page.Count == count ? page[^1].Id : null));
    }

    private static async Task<Ok<ErasureAnswer>> GetAsync(ErasureService erasures, IRunQueries runs, Guid id, CancellationToken cancellationToken)
    {
        var erasure = await erasures.GetAsync(id, cancellationToken);
        var run = erasure.HasEnded ? null : await runs.FindAsync(id, job: null, cancellationToken);
        return TypedResults.Ok(ErasureAnswers.Of(erasure, run?.Summary.Progress));
    }

    // A key in an address would be in logs, so that entities are named by their fingerprints only.
    private static string? ReadFingerprint(string name, string? text) => string.IsNullOrEmpty(text) ? null
        : ErasureWords.TryReadFingerprint(text, out var fingerprint) ? fingerprint
        : throw new BadHttpRequestException($"'{name}' is no fingerprint; it must have {Erasure.FingerprintLength} hexadecimal digits, as 'fingerprint' of an erasure has.");

    private static ErasureRequest Read(ErasureBody? body) => body is null ? throw new BodyException("There is no body; send JSON such as {\"key\": {\"customer_id\": 17850}}.") : new()
    {
        Key = (body.Key ?? new Dictionary<string, JsonElement>()).ToDictionary(static part => part.Key, static part => Read(part.Key, part.Value), StringComparer.Ordinal),
        Forever = body.Forever ?? false,
        Reason = body.Reason,
        RequestedBy = body.RequestedBy,
    };

    private static Value Read(string joinKey, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Value.Of(value.GetString()),
        JsonValueKind.Number when value.TryGetInt64(out var whole) => Value.Of(whole),
        JsonValueKind.Number => Value.Of(value.GetDouble()),
        _ => throw new FeatureStoreException(
            FeatureStoreErrorCode.InvalidEntityValue, $"The value of join key '{joinKey}' is '{value.GetRawText()}'; an erasure is of one entity: send one number or text, such as {{\"customer_id\": 17850}}."),
    };
}
