using Catalog.Core.Values;
using FeatureStore.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Catalog.Web.Http;

/// <summary>Registers who looks features up, and makes their keys.</summary>
internal static class ConsumerEndpoints
{
    private const string Route = "/api/v1/consumers";

    private const string Administrator = "Where `FeatureStore:Access:AdminKey` is set, that key is needed, as `Authorization: Bearer` or `x-api-key`; where lookups need keys and it is not set, nobody may.";

    internal static void MapConsumers(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Route).WithTags("Consumers").DisableAntiforgery().AddEndpointFilter(static (call, next) =>
        {
            // Also for reading, since what a consumer may read and when its keys were used is nobody else's business.
            call.HttpContext.RequestServices.GetRequiredService<AccessGuard>().CheckAdministrator(call.HttpContext.Request.FindKey());
            return next(call);
        });
        group.MapGet("/", ListAsync).WithName("ListConsumers").WithSummary("Lists consumers in order of their names, without their keys.").WithDescription(Administrator);
        group.MapPost("/", CreateAsync).WithName("CreateConsumer").WithSummary("Registers a consumer.")
            .WithDescription(
                "JSON with `name`, `owner` (the team that runs it), `purpose` and `featureServices`: names of the feature services that it may read, or `*` for everything. A lookup by references is answered where each of them is in one "
                + $"of these services. {Administrator}");
        group.MapGet("/{name}", GetAsync).WithName("GetConsumer").WithSummary("Shows a consumer with its keys, also those that are revoked or expired; never a key itself.")
            .WithDescription(
                "`reads` has what it looked up since it was registered: for each feature service, and with `featureService` null for lookups by references, how many lookups were answered and refused for what it may not read, the "
                + $"entity rows of those that were answered, and when the last was. What other processes counted in the last seconds may be missing. {Administrator}");
        group.MapPut("/{name}", ChangeAsync).WithName("ChangeConsumer").WithSummary("Replaces owner, purpose and feature services of a consumer.")
            .WithDescription($"Counts at once in the process that answers, and within seconds in others. {Administrator}");
        group.MapDelete("/{name}", RemoveAsync).WithName("RemoveConsumer").WithSummary("Removes a consumer with all its keys.").WithDescription(Administrator);
        group.MapPost("/{name}/keys", MakeKeyAsync).WithName("MakeConsumerKey").WithSummary("Makes a key, which is told in this answer and never again.")
            .WithDescription($"JSON with `expiresAt`, a time from which on it is refused; without it, it stays until it is revoked. {Administrator}");
        group.MapDelete("/{name}/keys/{id:guid}", RevokeKeyAsync).WithName("RevokeConsumerKey").WithSummary("Revokes a key for good; one that is revoked keeps its time.").WithDescription(Administrator);
    }

    private static async Task<Ok<ConsumerListAnswer>> ListAsync(ConsumerService consumers, CancellationToken cancellationToken)
        => TypedResults.Ok(new ConsumerListAnswer([.. (await consumers.ListAsync(cancellationToken)).Select(static consumer => ConsumerAnswers.Of(consumer))]));

    private static async Task<Created<ConsumerAnswer>> CreateAsync(ConsumerService consumers, NewConsumerBody? body, CancellationToken cancellationToken)
    {
        if (body is null)
        {
            throw new BodyException("There is no body; send JSON such as {\"name\": \"churn-model\", \"owner\": \"growth-team\", \"featureServices\": [\"*\"]}.");
        }

        var consumer = await consumers.AddAsync(body.Name ?? string.Empty, body.Owner ?? string.Empty, body.Purpose, ServicesOf(body.FeatureServices), cancellationToken);
        return TypedResults.Created($"{Route}/{consumer.Name}", ConsumerAnswers.Of(consumer, []));
    }

    private static async Task<Ok<ConsumerAnswer>> GetAsync(ConsumerService consumers, ReadCounts counts, string name, CancellationToken cancellationToken)
        => TypedResults.Ok(ConsumerAnswers.Of(
            await consumers.GetAsync(name, cancellationToken), await consumers.ListKeysAsync(name, cancellationToken), await counts.ListAsync(name, cancellationToken)));

    private static async Task<Ok<ConsumerAnswer>> ChangeAsync(ConsumerService consumers, string name, ConsumerBody? body, CancellationToken cancellationToken)
    {
        if (body is null)
        {
            throw new BodyException("There is no body; send JSON such as {\"owner\": \"growth-team\", \"featureServices\": [\"*\"]}.");
        }

        var consumer = await consumers.ChangeAsync(name, body.Owner ?? string.Empty, body.Purpose, ServicesOf(body.FeatureServices), cancellationToken);
        return TypedResults.Ok(ConsumerAnswers.Of(consumer, await consumers.ListKeysAsync(name, cancellationToken)));
    }

    private static async Task<NoContent> RemoveAsync(ConsumerService consumers, string name, CancellationToken cancellationToken)
    {
        await consumers.RemoveAsync(name, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Created<MadeKeyAnswer>> MakeKeyAsync(HttpContext context, ConsumerService consumers, string name, NewKeyBody? body, CancellationToken cancellationToken)
    {
        var made = await consumers.MakeKeyAsync(name, ReadTime(body?.ExpiresAt), cancellationToken);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"{Route}/{name}", ConsumerAnswers.Of(made));
    }

    private static async Task<Ok<ConsumerKeyAnswer>> RevokeKeyAsync(ConsumerService consumers, string name, Guid id, CancellationToken cancellationToken)
        => TypedResults.Ok(ConsumerAnswers.Of(await consumers.RevokeKeyAsync(name, id, cancellationToken)));

    private static IReadOnlyList<string> ServicesOf(IReadOnlyList<string>? names)
        => names?.Any(static name => name is null) == true ? throw new BodyException("'featureServices' has a null; give names of feature services, or '*'.") : names ?? [];

    private static Instant? ReadTime(string? text) => text is null ? null
        : Instant.TryParse(text, out var time) ? time
        : throw new BodyException($"'expiresAt' is '{text}'; it must be a time such as '2027-01-31T00:00:00Z'.");
}
