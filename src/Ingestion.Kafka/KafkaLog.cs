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

    [LoggerMessage(4606, LogLevel.Information, "This process works on {Partitions}, too.", EventName = "KafkaPartitionsTaken")]
    public static partial void PartitionsTaken(ILogger logger, string partitions);

    [LoggerMessage(4607, LogLevel.Information, "This process works on {Partitions} no more; another one does.", EventName = "KafkaPartitionsGivenUp")]
    public static partial void PartitionsGivenUp(ILogger logger, string partitions);

    [LoggerMessage(4608, LogLevel.Warning, "This process was out of touch with the brokers, and {Partitions} went to others.", EventName = "KafkaPartitionsLost")]
    public static partial void PartitionsLost(ILogger logger, string partitions);

    [LoggerMessage(4609, LogLevel.Warning, "This process left the group of workers ({Reason}) and joins it again.", EventName = "KafkaGroupLeft")]
    public static partial void GroupLeft(ILogger logger, string reason);

    [LoggerMessage(4610, LogLevel.Warning, "The group of workers was disturbed ({Reason}); this process goes on.", EventName = "KafkaGroupDisturbed")]
    public static partial void GroupDisturbed(ILogger logger, string reason);

    [LoggerMessage(4611, LogLevel.Warning, "Topic {Topic}: the brokers had not ended a transaction in {Partition} from offset {Offset} on; what producer {Producer} had committed is ended now.", EventName = "KafkaTransactionEnded")]
    public static partial void TransactionEnded(ILogger logger, string topic, string partition, long offset, string producer);
}
