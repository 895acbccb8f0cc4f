namespace Ingestion.Topics;

/// <summary>Tells how far the topics have been read. Thread-safe.</summary>
public interface ITopicStatuses
{
    /// <summary>By source and partition, in whichever process they are read; empty where none is.</summary>
    IReadOnlyList<TopicStatus> Statuses { get; }
}
