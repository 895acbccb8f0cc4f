using Confluent.Kafka;

namespace Ingestion.Kafka;

/// <summary>What can go wrong between the log and its brokers, in one place.</summary>
internal static class KafkaErrors
{
    private const string Section = KafkaEventLogOptions.Section;

    public static IngestionException NoLibrary(Exception cause) => new(
        IngestionErrorCode.EventLogUnavailable,
        "The event log on Kafka needs the library \"librdkafka\", which this machine does not have. Install it (Debian: librdkafka1), or set Ingestion:EventLog:Kind to Embedded.",
        cause);

    public static IngestionException Unavailable(string attempt, string topic, string reason, Exception? cause = null) => new(
        IngestionErrorCode.EventLogUnavailable,
        $"The event log could not {attempt} topic \"{topic}\": {reason}. The brokers are those of {Section}:{nameof(KafkaEventLogOptions.BootstrapServers)}.",
        cause);

    public static IngestionException Unavailable(string attempt, string topic, KafkaException cause) => Unavailable(attempt, topic, ReasonOf(cause), cause);

    /// <summary>Whether the batch was written is unknown; the producer's mark tells.</summary>
    public static IngestionException Undecided(string topic, KafkaException cause) => Unavailable(
        "confirm an append to", topic, ReasonOf(cause) + ", and whether it was written will be known when they answer; the producer's mark tells", cause);

    /// <summary>Marks cannot be read, and none of those who may is able to change it.</summary>
    public static IngestionException HeldUp(string topic, TopicPartition marks, long from) => Unavailable(
        "read the marks of producers of",
        topic,
        $"a transaction that was never ended holds up topic \"{marks.Topic}\" from offset {from} on. Find it with kafka-transactions.sh find-hanging and end it with kafka-transactions.sh abort");

    public static IngestionException Fenced(string topic, string producer) => new(
        IngestionErrorCode.ProducerFenced,
        $"Producer \"{producer}\" of topic \"{topic}\" was taken over by another process, so this one may not append for it any more. Nothing was written; the work goes on there.");

    public static IngestionException RecordTooLarge(string topic, long bytes, int limit) => new(
        IngestionErrorCode.TooLarge,
        $"An event of \"{bytes}\" bytes for topic \"{topic}\" is larger than {limit} bytes. Raise {Section}:{nameof(KafkaEventLogOptions.MaxEventBytes)}, and max.message.bytes of the topic with it.");

    public static IngestionException WrongClock(string topic, string name, string? type) => new(
        IngestionErrorCode.EventLogUnavailable,
        $"Topic \"{topic}\" exists as \"{name}\" with message.timestamp.type \"{type}\"; arrival times must be those of the brokers. Set it to LogAppendTime, or let the log make the topic.");

    public static string ReasonOf(KafkaException exception) => exception.Error.Code switch
    {
        ErrorCode.Local_TimedOut => "the brokers did not answer in time",
        ErrorCode.Local_AllBrokersDown or ErrorCode.Local_Transport => "no broker can be reached",
        _ => exception.Error.Reason.TrimEnd('.'),
    };
}
