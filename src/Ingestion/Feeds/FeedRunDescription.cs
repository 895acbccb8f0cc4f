using System.Globalization;
using Catalog.Core.Events;
using Ingestion.Batches;
using Ingestion.Model;
using Ingestion.Pipelines;

namespace Ingestion.Feeds;

/// <summary>How a run that reads a topic or a table presents itself: it reads that and writes the source, each column of which comes from a field of it.</summary>
/// <param name="source">The source.</param>
/// <param name="kind">What is read.</param>
/// <param name="name">Its name, for people.</param>
/// <param name="input">Names it as lineage does.</param>
internal sealed class FeedRunDescription(Source source, IngestionJobKind kind, string name, Func<DatasetRef> input) : PumpRunDescription
{
    internal const string FeedGone = "The source was changed or removed, or reads something else now.";

    internal override IngestionJobKind Kind => kind;

    internal override string Subject => SubjectOf(source);

    internal override string Gone => FeedGone;

    internal override string Title(int partition, bool isBehind) => ViewRunDescription.TitleOf(name, partition, isBehind);

    internal override RunStart Start(IngestionJob job)
    {
        var dataset = input();
        return new()
        {
            RunId = job.RunId,
            Kind = RunKind.Ingestion,
            Job = JobOf(kind, source.Name),
            Domain = source.Domain,
            Inputs = [dataset],
            Outputs = [OutputOf(source, dataset)],
            ProgressUnit = "events",
            Title = job.Title,
        };
    }

    internal override RunOutcome Outcome(ViewWork work, string? summary)
    {
        var dataset = input();
        return new()
        {
            Inputs = [dataset with { RowCount = work.Events }],
            Outputs = [OutputOf(source, dataset) with { RowCount = work.Rows }],
            Figures = IngestionFigures.Of(work.Events, work.Rows, work.Skipped, new Dictionary<string, long>()),
            Summary = summary,
        };
    }

    /// <summary>The subject of the jobs of a source version.</summary>
    internal static string SubjectOf(Source source) => string.Create(CultureInfo.InvariantCulture, $"{source.Name}@{source.Version}");

    /// <summary>The run of a source version that is not in force any more.</summary>
    internal static RunStart StartOfGone(IngestionJob job) => new()
    {
        RunId = job.RunId,
        Kind = RunKind.Ingestion,
        Job = JobOf(job.Kind, job.Subject.Split('@')[0]),
        Domain = DatasetRef.Own,
        ProgressUnit = "events",
        Title = job.Title,
    };

    private static DatasetRef OutputOf(Source source, DatasetRef dataset) => SourceDataset.Of(source, dataset, static column => column.From);

    private static string JobOf(IngestionJobKind kind, string source) => (kind == IngestionJobKind.Capture ? "capture." : "consume.") + source;
}
