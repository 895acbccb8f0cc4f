using System.Text;
using Ingestion.Ports;

namespace Ingestion.Logs;

/// <summary>What every event log asks of its callers, with the messages of what it refuses. Stateless.</summary>
internal static class LogRequests
{
    /// <summary>Partitions of a topic at most.</summary>
    public const int MaxPartitions = 1024;

    /// <summary>Bytes of a producer's mark at most.</summary>
    public const int MaxMarkLength = 64 * 1024;

    /// <summary>Bytes of a producer's name at most, in UTF-8.</summary>
    public const int MaxProducerLength = 1024;

    /// <summary>Checks a topic that is to be made.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.InvalidRequest"/>.</exception>
    public static void CheckNewTopic(string topic, int partitions)
    {
        if (!TopicName.IsLegal(topic))
        {
            throw Invalid(
                $"A topic cannot be named \"{topic}\": a name has 1 to {TopicName.MaxLength} of the characters A-Z a-z 0-9 . _ -, does not begin with a dot and is not LOCK.");
        }

        CheckNumber($"the number of partitions of topic \"{topic}\"", partitions, partitions is >= 1 and <= MaxPartitions, $"1 to {MaxPartitions}");
    }

    /// <summary>Checks an offset.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.InvalidRequest"/>.</exception>
    public static void CheckOffset(long offset) => CheckNumber("an offset", offset, offset >= 0, "0 or more");

    /// <summary>Checks how many records a read asks for.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.InvalidRequest"/>.</exception>
    public static void CheckMaxRecords(int maxRecords) => CheckNumber("the largest number of records of a read", maxRecords, maxRecords > 0, "1 or more");

    /// <summary>Checks a partition of a topic that has so many.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.InvalidRequest"/>.</exception>
    public static void CheckPartition(string topic, int partition, int partitions)
    {
        if (partition < 0 || partition >= partitions)
        {
            throw Invalid($"The event log was asked for partition \"{partition}\" of topic \"{topic}\"; its partitions are 0 to {partitions - 1}.");
        }
    }

    /// <summary>Checks the producer and the mark of a batch.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.InvalidRequest"/> or <see cref="IngestionErrorCode.TooLarge"/>.</exception>
    public static void CheckMark(AppendBatch batch)
    {
        if (batch.Producer is null)
        {
            if (!batch.Mark.IsEmpty)
            {
                throw InvalidMark($"it has a mark of {batch.Mark.Length} bytes but names no producer; set {nameof(AppendBatch.Producer)}");
            }

            return;
        }

        var name = Encoding.UTF8.GetBytes(batch.Producer);
        if (name.Length is 0 or > MaxProducerLength)
        {
            throw InvalidMark($"the producer's name \"{batch.Producer}\" has \"{name.Length}\" bytes of UTF-8; 1 to {MaxProducerLength} are legal");
        }

        if (Encoding.UTF8.GetString(name) != batch.Producer)
        {
            throw InvalidMark($"the producer's name \"{batch.Producer}\" has half a surrogate pair, which cannot be stored; use whole characters");
        }

        if (batch.Mark.Length > MaxMarkLength)
        {
            throw new IngestionException(
                IngestionErrorCode.TooLarge, $"The mark of producer \"{batch.Producer}\" has \"{batch.Mark.Length}\" bytes; at most {MaxMarkLength} are taken.");
        }
    }

    /// <summary>The refusal of a topic that does not exist.</summary>
    public static IngestionException UnknownTopic(string topic) => Invalid(
        $"The event log was asked for topic \"{topic}\", which does not exist. A topic is made by {nameof(IEventLog.EnsureTopicAsync)}, when its source is applied.");

    /// <summary>The refusal of a batch that is too large.</summary>
    /// <param name="topic">Where it was to go.</param>
    /// <param name="bytes">Its size.</param>
    /// <param name="limit">The largest one.</param>
    /// <param name="setting">Key of the setting that allows more.</param>
    public static IngestionException BatchTooLarge(string topic, long bytes, int limit, string setting) => new(
        IngestionErrorCode.TooLarge,
        $"A batch of \"{bytes}\" bytes for topic \"{topic}\" is larger than {limit} bytes. Append fewer events at a time, or raise {setting}.");

    private static void CheckNumber(string what, long value, bool isLegal, string range)
    {
        if (!isLegal)
        {
            throw Invalid($"The event log was given \"{value}\" as {what}; it must be {range}.");
        }
    }

    private static IngestionException InvalidMark(string detail) => Invalid($"A batch with a producer's mark was refused: {detail}.");

    private static IngestionException Invalid(string message) => new(IngestionErrorCode.InvalidRequest, message);
}
