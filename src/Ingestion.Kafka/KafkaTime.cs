using Catalog.Core.Values;
using Confluent.Kafka;

namespace Ingestion.Kafka;

/// <summary>The brokers' clock.</summary>
internal static class KafkaTime
{
    private const long MicrosecondsPerMillisecond = 1000;

    /// <summary>When the brokers took a record, in whole milliseconds.</summary>
    public static Instant ArrivalOf(Timestamp timestamp) => new(timestamp.UnixTimestampMs * MicrosecondsPerMillisecond);
}
