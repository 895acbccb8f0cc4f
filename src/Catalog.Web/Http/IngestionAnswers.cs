using Ingestion;
using Ingestion.Jobs;
using Ingestion.Model;

namespace Catalog.Web.Http;

/// <summary>Shapes jobs of ingestion for answers.</summary>
internal static class IngestionAnswers
{
    internal static IngestionRunAnswer Of(IngestionJob job) => Of(new IngestionStatus(job, null));

    internal static IngestionRunAnswer Of(IngestionStatus status)
    {
        var job = status.Job;
        return new IngestionRunAnswer(
            job.RunId,
            job.Subject,
            Words.Of(job.Kind),
            job.Title,
            status.IsInterrupted ? "interrupted" : Words.Of(job.State),
            job.CreatedAt.ToString(),
            job.EndedAt?.ToString(),
            job.ByteCount,
            job.RequestedBy,
            status.Progress,
            job.Result,
            job.ErrorCode is { } code ? new RunErrorAnswer(code, job.ErrorMessage ?? string.Empty) : null);
    }
}

internal sealed record IngestionRunAnswer(
    Guid RunId,
    string Source,
    string Kind,
    string Title,
    string State,
    string CreatedAt,
    string? EndedAt,
    long ByteCount,
    string? RequestedBy,
    IngestionProgress? Progress,
    IngestionResult? Result,
    RunErrorAnswer? Error);

internal sealed record RunErrorAnswer(string Code, string Message);

internal sealed record IngestionRunsAnswer(IReadOnlyList<IngestionRunAnswer> Items);
