using Microsoft.Extensions.Logging;

namespace Ingestion.Diagnostics;

/// <summary>Messages of the embedded event log: ids 4500 to 4599.</summary>
internal static partial class Log
{
    [LoggerMessage(
        4500, LogLevel.Warning, "Topic {Topic}: cut {Bytes} bytes of an unfinished append off {File} at byte {Position}. No acknowledged event was lost.",
        EventName = "EventLogTornTailCut")]
    public static partial void TornTailCut(ILogger logger, string topic, string file, long position, long bytes);

    [LoggerMessage(
        4501, LogLevel.Warning, "Topic {Topic}: the file of producers' marks is missing or damaged; reading them from {Segments} segments again.",
        EventName = "EventLogMarksRebuilt")]
    public static partial void MarksRebuilt(ILogger logger, string topic, int segments);

    [LoggerMessage(
        4502, LogLevel.Information, "Topic {Topic}: opened {Segments} segments with {Events} events.", EventName = "EventLogTopicOpened")]
    public static partial void TopicOpened(ILogger logger, string topic, int segments, long events);

    [LoggerMessage(4503, LogLevel.Error, "Topic {Topic}: an append failed.", EventName = "EventLogAppendFailed")]
    public static partial void AppendFailed(ILogger logger, string topic, Exception exception);

    [LoggerMessage(
        4504, LogLevel.Warning, "Topic {Topic}: the producers' marks could not be saved; the next start reads them from the segments.",
        EventName = "EventLogMarksNotSaved")]
    public static partial void MarksNotSaved(ILogger logger, string topic, Exception exception);
}
