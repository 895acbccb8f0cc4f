using Catalog.Core.Events;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Topics;

/// <summary>Names a topic for lineage.</summary>
internal static class TopicDataset
{
    /// <summary>The topic as OpenLineage names it: <c>kafka://host:port</c> and the topic's name. The brokers of a connection that is not configured any more are unknown.</summary>
    internal static DatasetRef Of(SourceTopic topic, IExternalTopics topics)
        => new($"kafka://{(topics.Connections.Contains(topic.Connection) ? topics.AddressOf(topic.Connection) : topic.Connection)}", topic.Name);
}
