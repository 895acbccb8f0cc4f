using FeatureStore.Ports;
using FeatureStore.Verifications;
using Lineage.Runs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Catalog.Web.Http;

/// <summary>Compares logged lookups with the offline store, and tells what was found.</summary>
internal static class VerificationEndpoints
{
    private const string Route = "/api/v1/verifications";

    internal static void MapVerifications(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Route).WithTags("Verifications").DisableAntiforgery();
        group.MapPost("/", CreateAsync).WithName("CreateVerification").WithSummary("Compares logged lookups with the offline store, in the background.")
            .WithDescription(
                "JSON with `views`, `service`, `from` and `to`; whatever is left out limits nothing, and so does no body. Answers at once with the record; its id is the id of the run. "
                + "`compared` and `differences` count lookups: a key of a view in one answer.");
        group.MapGet("/", ListAsync).WithName("ListVerifications").WithSummary("Lists verifications, newest first; with `view` those that compared lookups of it.");
        group.MapGet("/{id:guid}", GetAsync).WithName("GetVerification").WithSummary("Shows a verification with how far it is and what it found for each view and feature, and values that differ.");
        group.MapPost("/{id:guid}/cancel", CancelAsync).WithName("CancelVerification").WithSummary("Stops a verification; one that has ended is a conflict.");
    }

    private static async Task<Accepted<VerificationAnswer>> CreateAsync(VerificationService verifications, VerificationBody? body, CancellationToken cancellationToken)
    {
        var request = new VerificationRequest
        {
            Views = body?.Views ?? [], Service = body?.Service, From = QueryValues.ReadTime("from", body?.From), To = QueryValues.ReadTime("to", body?.To),
        };
        var verification = await verifications.RequestAsync(request, cancellationToken);
        return TypedResults.Accepted($"{Route}/{verification.Id}", VerificationAnswers.Of(verification));
    }

    private static async Task<Ok<VerificationPageAnswer>> ListAsync(VerificationService verifications, IFeatureRegistry registry, string? view, Guid? before, int? limit, CancellationToken cancellationToken)
    {
        var count = QueryValues.ReadCount(nameof(limit), limit, standard: 50, most: 200);
        var page = await verifications.ListAsync(string.IsNullOrEmpty(view) ? null : view, before, count, cancellationToken);
        if (page.Count == 0 && before is null)
        {
            KnownNames.RequireView(registry, view);
        }

        return TypedResults.Ok(new VerificationPageAnswer([.. page.Select(static verification => VerificationAnswers.Of(verification))], page.Count == count ? page[^1].Id : null));
    }

    private static async Task<Ok<VerificationAnswer>> GetAsync(VerificationService verifications, IRunQueries runs, Guid id, CancellationToken cancellationToken)
    {
        var verification = await verifications.GetAsync(id, cancellationToken);
        var run = verification.HasEnded ? null : await runs.FindAsync(id, job: null, cancellationToken);
        return TypedResults.Ok(VerificationAnswers.Of(verification, await verifications.GetAgreementsAsync(id, cancellationToken), run?.Summary.Progress));
    }

    private static async Task<Accepted> CancelAsync(VerificationService verifications, Guid id, CancellationToken cancellationToken)
    {
        await verifications.CancelAsync(id, cancellationToken);
        return TypedResults.Accepted($"{Route}/{id}");
    }
}
