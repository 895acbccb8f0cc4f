using System.Globalization;
using Catalog.Core.Events;
using Ingestion.Model;
using Ingestion.Pipelines;

namespace Ingestion.Enrichments;

/// <summary>How a run that enriches a stream presents itself: it reads the stream and the views and writes the source.</summary>
internal sealed class EnrichmentRunDescription(Source source) : PumpRunDescription
{
    internal const string SourceGone = "The source was changed or removed before everything was enriched.";

    internal override IngestionJobKind Kind => IngestionJobKind.Enrichment;

    internal override string Subject => SubjectOf(source);

    internal override string Gone => SourceGone;

    internal override string Title(int partition, bool isBehind) => ViewRunDescription.TitleOf(source.From ?? string.Empty, partition, isBehind);

    internal override RunStart Start(IngestionJob job) => new()
    {
        RunId = job.RunId,
        Kind = RunKind.Enrichment,
        Job = JobOf(source.Name),
        Domain = source.Domain,
        Inputs = EnrichedDataset.InputsOf(source),
        Outputs = [EnrichedDataset.WithOrigins(source)],
        ProgressUnit = "events",
        Title = job.Title,
    };

    internal override RunOutcome Outcome(ViewWork work, string? summary) => new()
    {
        Inputs = [.. EnrichedDataset.InputsOf(source).Select((input, place) => place == 0 ? input with { RowCount = work.Events } : input)],
        Outputs = [EnrichedDataset.WithOrigins(source) with { RowCount = work.Rows }],
        Figures = new Dictionary<string, long> { ["events"] = work.Events, ["rows"] = work.Rows },
        Summary = summary,
    };

    /// <summary>The subject of the jobs of a source version.</summary>
    internal static string SubjectOf(Source source) => string.Create(CultureInfo.InvariantCulture, $"{source.Name}@{source.Version}");

    /// <summary>The run of a source version that is not in force any more.</summary>
    internal static RunStart StartOfGone(IngestionJob job) => new()
    {
        RunId = job.RunId,
        Kind = RunKind.Enrichment,
        Job = JobOf(job.Subject.Split('@')[0]),
        Domain = DatasetRef.Own,
        ProgressUnit = "events",
        Title = job.Title,
    };

    private static string JobOf(string source) => "enrich." + source;
}
