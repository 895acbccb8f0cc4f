using System.Globalization;
using Catalog.Core.Events;
using Ingestion.Model;
using Ingestion.Pipelines;
using Ingestion.Ports;

namespace Ingestion.Topics;

/// <summary>How a run that reads a topic presents itself: it reads the topic and writes the source.</summary>
internal sealed class TopicRunDescription(Source source, SourceTopic topic, IExternalTopics topics) : PumpRunDescription
{
    internal const string TopicGone = "The source was changed or removed, or reads another topic now.";

    internal override IngestionJobKind Kind => IngestionJobKind.Topic;

    internal override string Subject => SubjectOf(source);

    internal override string Gone => TopicGone;

    internal override string Title(int partition, bool isBehind) => ViewRunDescription.TitleOf(topic.Name, partition, isBehind);

    internal override RunStart Start(IngestionJob job)
    {
        var input = TopicDataset.Of(topic, topics);
        return new()
        {
            RunId = job.RunId,
            Kind = RunKind.Ingestion,
            Job = JobOf(source.Name),
            Domain = source.Domain,
            Inputs = [input],
            Outputs = [TopicDataset.OutputOf(source, input)],
            ProgressUnit = "events",
            Title = job.Title,
        };
    }

    internal override RunOutcome Outcome(ViewWork work, string? summary)
    {
        var input = TopicDataset.Of(topic, topics);
        return new()
        {
            Inputs = [input with { RowCount = work.Events }],
            Outputs = [TopicDataset.OutputOf(source, input) with { RowCount = work.Rows }],
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
        Job = JobOf(job.Subject.Split('@')[0]),
        Domain = DatasetRef.Own,
        ProgressUnit = "events",
        Title = job.Title,
    };

    private static string JobOf(string source) => "consume." + source;
}
