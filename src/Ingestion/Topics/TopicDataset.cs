using Catalog.Core.Events;
using Ingestion.Batches;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Topics;

/// <summary>Names a topic, and the source that it is read into, for lineage.</summary>
internal static class TopicDataset
{
    /// <summary>The topic as OpenLineage names it: <c>kafka://host:port</c> and the topic's name. The brokers of a connection that is not configured any more are unknown.</summary>
    internal static DatasetRef Of(SourceTopic topic, IExternalTopics topics)
        => new($"kafka://{(topics.Connections.Contains(topic.Connection) ? topics.AddressOf(topic.Connection) : topic.Connection)}", topic.Name);

    /// <summary>The source with its columns, each of which comes from a field of the topic.</summary>
    internal static DatasetRef OutputOf(Source source, DatasetRef topic) => SourceDataset.Of(source, topic, static column => column.From);
}
