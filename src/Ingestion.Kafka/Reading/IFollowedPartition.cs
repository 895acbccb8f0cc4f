using Confluent.Kafka;

namespace Ingestion.Kafka.Reading;

/// <summary>What takes in a partition as the follower reads it, from its one thread.</summary>
internal interface IFollowedPartition
{
    /// <summary>A committed record, in order.</summary>
    void Take(ConsumeResult<byte[]?, byte[]?> record);

    /// <summary>Everything before this offset was taken in or is no record.</summary>
    void Reach(long offset);

    /// <summary>No more will come.</summary>
    void EndWith(Exception reason);
}
