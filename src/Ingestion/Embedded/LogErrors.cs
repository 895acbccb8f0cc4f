using Ingestion.Ports;

namespace Ingestion.Embedded;

/// <summary>The messages of the embedded log, in one place.</summary>
internal static class LogErrors
{
    public static IngestionException UnknownTopic(string topic) => new(
        IngestionErrorCode.InvalidRequest,
        $"The event log was asked for topic \"{topic}\", which does not exist. A topic is made by {nameof(IEventLog.EnsureTopicAsync)}, when its source is applied.");

    public static IngestionException UnknownPartition(string topic, int partition, int partitions) => new(
        IngestionErrorCode.InvalidRequest,
        $"The event log was asked for partition \"{partition}\" of topic \"{topic}\"; its partitions are 0 to {partitions - 1}.");

    public static IngestionException IllegalTopicName(string topic) => new(
        IngestionErrorCode.InvalidRequest,
        $"A topic cannot be named \"{topic}\": a name has 1 to {TopicName.MaxLength} of the characters A-Z a-z 0-9 . _ -, does not begin with a dot and is not LOCK.");

    public static IngestionException IllegalNumber(string what, long value, string range) => new(
        IngestionErrorCode.InvalidRequest, $"The event log was given \"{value}\" as {what}; it must be {range}.");

    public static IngestionException BatchTooLarge(string topic, long bytes, int limit) => new(
        IngestionErrorCode.TooLarge,
        $"A batch of \"{bytes}\" bytes for topic \"{topic}\" is larger than {limit} bytes. Append fewer events at a time, or raise "
            + $"{EmbeddedEventLogOptions.Section}:{nameof(EmbeddedEventLogOptions.MaxBatchBytes)}.");

    public static IngestionException InvalidMark(string detail) => new(
        IngestionErrorCode.InvalidRequest, $"A batch with a producer's mark was refused: {detail}.");

    public static IngestionException MarkTooLarge(string producer, int bytes) => new(
        IngestionErrorCode.TooLarge, $"The mark of producer \"{producer}\" has \"{bytes}\" bytes; at most {FrameLayout.MaxMarkLength} are taken.");

    public static IngestionException Corrupt(string file, long position, string detail) => new(
        IngestionErrorCode.CorruptLog,
        $"The event log is damaged: file \"{file}\" at byte {position}: {detail}. Restore the file from a copy; events that were already consumed stay in the stores.");

    public static IngestionException DirectoryInUse(string directory, string? holder) => new(
        IngestionErrorCode.EventLogUnavailable,
        $"Another process uses the event log in \"{directory}\"{(holder is null ? string.Empty : $" (process {holder})")}. End it, or give this one a folder of its own in "
            + $"{EmbeddedEventLogOptions.Section}:{nameof(EmbeddedEventLogOptions.Directory)}.");

    public static IngestionException Unavailable(string attempt, string path, Exception cause) => new(
        IngestionErrorCode.EventLogUnavailable, $"The event log could not {attempt} \"{path}\": {cause.Message}", cause);

    public static IngestionException FlushFailed(string path, Exception cause) => new(
        IngestionErrorCode.EventLogUnavailable,
        $"The disk did not confirm an append to \"{path}\": {cause.Message} What is on the disk is unknown until the log is opened again, so the topic takes no more events: "
            + "check the disk and restart.",
        cause);
}
