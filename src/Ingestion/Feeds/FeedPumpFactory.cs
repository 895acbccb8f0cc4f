using Ingestion.Captures;
using Ingestion.Model;
using Ingestion.Ports;
using Ingestion.Sharing;
using Ingestion.Topics;

namespace Ingestion.Feeds;

/// <summary>Makes the readers of topics and of captured tables. Thread-safe.</summary>
internal sealed class FeedPumpFactory(FeedPumpServices services, IExternalTopics topics, TopicPartitions partitions, IChangeCaptures captures, FeedRuns runs)
{
    /// <param name="source">The source.</param>
    /// <param name="topic">Its topic.</param>
    /// <param name="partition">Partition of the topic.</param>
    /// <param name="share">The partition of the event log whose owner reads it.</param>
    internal FeedPump Create(Source source, SourceTopic topic, int partition, PartitionShare share) => Create(
        new TopicFeed(topic, partition, () => partitions.IsNew(topic, partition), services.Writer, topics, services.Clock, services.Logger),
        new TopicStatus { Source = source.Name, Topic = topic, Partition = partition },
        share,
        new FeedRunDescription(source, IngestionJobKind.Topic, topic.Name, () => TopicDataset.Of(topic, topics)));

    /// <param name="source">The source.</param>
    /// <param name="capture">Its table.</param>
    /// <param name="share">The partition of the event log whose owner reads it.</param>
    internal FeedPump Create(Source source, SourceCapture capture, PartitionShare share) => Create(
        new CaptureFeed(capture, services.Writer, captures, services.Sources, services.Clock, services.Logger),
        new CaptureStatus { Source = source.Name, Capture = capture, Partition = 0 },
        share,
        new FeedRunDescription(source, IngestionJobKind.Capture, capture.Table, () => CaptureDataset.Of(capture, captures)));

    /// <summary>Ends the runs that an earlier process left open and whose sources read nothing any more.</summary>
    internal Task EndUnwantedRunsAsync(IEnumerable<Source> wanted, CancellationToken cancellationToken) => runs.EndUnwantedAsync(wanted, cancellationToken);

    private FeedPump Create(IFeed feed, FeedStatus begin, PartitionShare share, FeedRunDescription description) => new(
        feed, begin, share, services, runs.Of(description, begin.Partition, services), runs.ChecksOf(services));
}
