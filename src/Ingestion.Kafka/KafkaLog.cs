using Microsoft.Extensions.Logging;

namespace Ingestion.Kafka;

/// <summary>Messages of the event log on Kafka: ids 4600 to 4699.</summary>
internal static partial class KafkaLog
{
    [LoggerMessage(EventId = 4600, Message = "Kafka client {Client}: {Message}", EventName = "KafkaClient")]
    public static partial void Client(ILogger logger, LogLevel level, string client, string message);

    [LoggerMessage(4601, LogLevel.Information, "Topic {Topic}: made with {Partitions} partitions.", EventName = "KafkaTopicMade")]
    public static partial void TopicMade(ILogger logger, string topic, int partitions);

    [LoggerMessage(4602, LogLevel.Information, "Topic {Topic}: followed over {Partitions} partitions.", EventName = "KafkaTopicFollowed")]
    public static partial void TopicFollowed(ILogger logger, string topic, int partitions);

    [LoggerMessage(4603, LogLevel.Warning, "The end of the topics could not be read ({Reason}); the log goes on trying.", EventName = "KafkaFollowingFailed")]
    public static partial void FollowingFailed(ILogger logger, string reason);

    [LoggerMessage(4604, LogLevel.Warning, "Producer {Producer} of topic {Topic} was taken over by another process.", EventName = "KafkaProducerFenced")]
    public static partial void ProducerFenced(ILogger logger, string topic, string producer);

    [LoggerMessage(4605, LogLevel.Warning, "Topic {Topic}: an append failed ({Reason}).", EventName = "KafkaAppendFailed")]
    public static partial void AppendFailed(ILogger logger, string topic, string reason);
}
