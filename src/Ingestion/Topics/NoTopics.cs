namespace Ingestion.Topics;

/// <summary>Where no topic is read.</summary>
internal sealed class NoTopics : ITopicStatuses
{
    public IReadOnlyList<TopicStatus> Statuses => [];
}
