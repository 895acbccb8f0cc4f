using Catalog.Core.Values;
using FeatureStore.Materialization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Catalog.Web.Http;

/// <summary>Deletes offline files that nobody needs.</summary>
internal static class VacuumEndpoints
{
    internal const string Route = "/api/v1/vacuum";

    internal static void MapVacuum(this IEndpointRouteBuilder routes)
        => routes.MapGroup(Route).WithTags("Views").DisableAntiforgery()
            .MapPost("/", RunAsync).WithName("VacuumOfflineFiles").WithSummary("Deletes offline files that no view needs any more, as the server does every hour by itself.")
            .WithDescription(
                "Files that others have replaced, that were never recorded or never written to their end, once `FeatureStore:ReplacedFileGrace` has gone by. `dryRun=true` only lists them. Answers with each file, its bytes, since "
                + "when nobody needs it and why: `replaced`, `unrecorded` or `partial`.");

    private static async Task<Ok<VacuumAnswer>> RunAsync(ReplacedFiles files, HttpRequest request, string? dryRun, CancellationToken cancellationToken)
    {
        if (request.ContentLength > 0 || request.Headers.TransferEncoding.Count > 0)
        {
            // Whoever sends {"dryRun": true} must not have files deleted.
            throw new BodyException($"POST '{Route}' takes no body, and this one has one; ask for a dry run by '{Route}?dryRun=true'.");
        }

        var report = await files.VacuumAsync(QueryValues.ReadFlag(nameof(dryRun), dryRun), cancellationToken);
        return TypedResults.Ok(new VacuumAnswer(
            report.At.ToString(),
            report.IsDryRun,
            Duration.Format(report.Grace),
            report.Files.Sum(static file => file.ByteCount),
            [.. report.Files.Select(file => new VacuumedFileAnswer(file.Path, file.ByteCount, file.Since.ToString(), Math.Round((report.At - file.Since).TotalSeconds), Words.Of(file.Reason)))]));
    }
}

/// <summary>What a vacuum deleted, or would delete.</summary>
/// <param name="At">When it looked.</param>
/// <param name="DryRun">Whether everything stayed.</param>
/// <param name="Grace">How long files stay for readers and writers.</param>
/// <param name="Bytes">Bytes of all files.</param>
/// <param name="Files">The files, ordered by path.</param>
internal sealed record VacuumAnswer(string At, bool DryRun, string Grace, long Bytes, IReadOnlyList<VacuumedFileAnswer> Files);

/// <summary>A file that nobody needs.</summary>
/// <param name="Path">Path relative to the place of the offline files.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Since">Since when nobody needs it.</param>
/// <param name="AgeSeconds">Seconds since then.</param>
/// <param name="Reason">Why.</param>
internal sealed record VacuumedFileAnswer(string Path, long Bytes, string Since, double AgeSeconds, string Reason);
