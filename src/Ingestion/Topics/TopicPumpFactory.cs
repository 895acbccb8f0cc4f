using Ingestion.Model;
using Ingestion.Pipelines;
using Ingestion.Ports;
using Ingestion.Sharing;

namespace Ingestion.Topics;

/// <summary>Makes the readers of topics. Thread-safe.</summary>
internal sealed class TopicPumpFactory(TopicPumpServices services, TopicPartitions partitions, PumpRunOpener runs, ICheckResultStore checks)
{
    /// <param name="source">The source.</param>
    /// <param name="topic">Its topic.</param>
    /// <param name="partition">Partition of the topic.</param>
    /// <param name="share">The partition of the event log whose owner reads it.</param>
    internal TopicPump Create(Source source, SourceTopic topic, int partition, PartitionShare share) => new(
        new TopicStatus { Source = source.Name, Topic = topic, Partition = partition },
        share,
        services,
        () => partitions.IsNew(topic, partition),
        new PumpRuns(runs, new TopicRunDescription(source, topic, services.Topics), partition, services.Options, services.Clock, services.Logger),
        new TopicChecks(checks, services.Clock, services.Logger));

    /// <summary>Ends the runs that an earlier process left open and whose sources read no topic any more.</summary>
    internal Task EndUnwantedRunsAsync(IEnumerable<Source> wanted, CancellationToken cancellationToken)
    {
        var subjects = wanted.Select(TopicRunDescription.SubjectOf).ToHashSet(StringComparer.Ordinal);
        return runs.EndUnwantedAsync(
            IngestionJobKind.Topic, job => subjects.Contains(job.Subject), TopicRunDescription.StartOfGone, TopicRunDescription.TopicGone, cancellationToken);
    }
}
