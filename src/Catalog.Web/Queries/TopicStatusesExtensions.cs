using Ingestion.Model;
using Ingestion.Topics;

namespace Catalog.Web.Queries;

/// <summary>Looks up how far topics have been read.</summary>
internal static class TopicStatusesExtensions
{
    /// <summary>How far the topic of a source has been read; null for a source without one.</summary>
    internal static TopicState? Of(this ITopicStatuses topics, Source source)
        => source.Topic is { } topic ? new TopicState(topic, [.. topics.Statuses.Where(status => status.Source == source.Name)]) : null;
}
