using Catalog.Core.Events;
using Ingestion.Batches;
using Ingestion.Model;

namespace Ingestion.Pushes;

/// <summary>How a run of pushes presents itself in the journal.</summary>
internal static class PushRunDescription
{
    internal const string Title = "pushes";

    /// <param name="job">The job of the run.</param>
    /// <param name="source">Its source; null when it is gone.</param>
    internal static RunStart Start(IngestionJob job, Source? source) => new()
    {
        RunId = job.RunId,
        Kind = RunKind.Ingestion,
        Job = $"push.{job.Subject}",
        Domain = source?.Domain ?? DatasetRef.Own,
        Inputs = [InputOf(job)],
        Outputs = [OutputOf(job, source)],
        Title = Title,
    };

    /// <param name="job">The job with its result.</param>
    /// <param name="source">Its source; null when it is gone.</param>
    /// <param name="summary">What the figures do not say; null when they say it all.</param>
    internal static RunOutcome Outcome(IngestionJob job, Source? source, string? summary) => new()
    {
        Inputs = [InputOf(job) with { RowCount = job.Result?.Read ?? 0 }],
        Outputs = [OutputOf(job, source) with { RowCount = job.Result?.Accepted ?? 0 }],
        Figures = IngestionFigures.Of(job.Result?.Read ?? 0, job.Result?.Accepted ?? 0, job.Result?.Quarantined ?? 0, job.Result?.Warnings ?? new Dictionary<string, long>()),
        Summary = summary,
    };

    private static DatasetRef InputOf(IngestionJob job) => new("push", job.Subject);

    private static DatasetRef OutputOf(IngestionJob job, Source? source)
        => source is null ? DatasetRef.Source(job.Subject) : SourceDataset.Of(source, InputOf(job), static column => column.Name);
}
