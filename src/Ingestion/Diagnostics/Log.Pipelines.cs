using Microsoft.Extensions.Logging;

namespace Ingestion.Diagnostics;

/// <summary>Messages of the writers of feature views: ids 4200 to 4299.</summary>
internal static partial class Log
{
    [LoggerMessage(4200, LogLevel.Error, "The writer of view {View} failed and tries again in {Pause}.", EventName = "ViewWriterFailed")]
    public static partial void ViewWriterFailed(ILogger logger, Exception exception, string view, TimeSpan pause);

    [LoggerMessage(4213, LogLevel.Error, "Writers of views go on failing: {Count} more times, last that of {View}, which tries again in {Pause}. {Reason}", EventName = "ViewWritersStillFailing")]
    public static partial void ViewWritersStillFailing(ILogger logger, int count, string view, TimeSpan pause, string reason);

    [LoggerMessage(4212, LogLevel.Warning, "{Reason} It begins again in {Pause}.", EventName = "OnlineRowsLost")]
    public static partial void OnlineRowsLost(ILogger logger, string reason, TimeSpan pause);

    [LoggerMessage(4218, LogLevel.Warning, "{Reason} It holds the partition, takes the next number and begins again in {Pause}.", EventName = "WriterNumberTaken")]
    public static partial void WriterNumberTaken(ILogger logger, string reason, TimeSpan pause);

    [LoggerMessage(4201, LogLevel.Error, "Changed feature views are not followed; trying again in {Pause}.", EventName = "ViewsNotFollowed")]
    public static partial void ViewsNotFollowed(ILogger logger, Exception exception, TimeSpan pause);

    [LoggerMessage(4202, LogLevel.Warning, "The run that writes {View} is not kept; the writer goes on, and the run is tried again.", EventName = "ViewRunNotKept")]
    public static partial void ViewRunNotKept(ILogger logger, Exception exception, string view);

    [LoggerMessage(4203, LogLevel.Information, "View {View} has been computed and answers now, in the place of {Earlier}.", EventName = "VersionSwitched")]
    public static partial void VersionSwitched(ILogger logger, string view, string earlier);

    [LoggerMessage(4204, LogLevel.Error, "Making events of source {Source} failed and is tried again in {Pause}.", EventName = "EnrichmentFailed")]
    public static partial void EnrichmentFailed(ILogger logger, Exception exception, string source, TimeSpan pause);

    [LoggerMessage(4214, LogLevel.Error, "Making events of sources goes on failing: {Count} more times, last for {Source}, which is tried again in {Pause}. {Reason}", EventName = "EnrichmentsStillFailing")]
    public static partial void EnrichmentsStillFailing(ILogger logger, int count, string source, TimeSpan pause, string reason);

    [LoggerMessage(4205, LogLevel.Error, "Changed enriched sources are not followed; trying again in {Pause}.", EventName = "EnrichmentsNotFollowed")]
    public static partial void EnrichmentsNotFollowed(ILogger logger, Exception exception, TimeSpan pause);

    [LoggerMessage(4206, LogLevel.Information, "{Subject}: partition {Partition} is not written by this process any more.", EventName = "PartitionLost")]
    public static partial void PartitionLost(ILogger logger, string subject, int partition);

    [LoggerMessage(4208, LogLevel.Error, "Reading {Feed} into source {Source} failed and is tried again in {Pause}.", EventName = "TopicFailed")]
    public static partial void FeedFailed(ILogger logger, Exception exception, string feed, string source, TimeSpan pause);

    [LoggerMessage(4215, LogLevel.Error, "Reading feeds goes on failing: {Count} more times, last {Feed} into source {Source}, which is tried again in {Pause}. {Reason}", EventName = "TopicsStillFailing")]
    public static partial void FeedsStillFailing(ILogger logger, int count, string feed, string source, TimeSpan pause, string reason);

    [LoggerMessage(4209, LogLevel.Error, "Changed sources with topics or captured tables are not followed; trying again in {Pause}.", EventName = "TopicsNotFollowed")]
    public static partial void FeedsNotFollowed(ILogger logger, Exception exception, TimeSpan pause);

    [LoggerMessage(
        4210, LogLevel.Warning, "Source {Source}: the brokers did not keep the records {First} to {Last} of {Topic} until they were read; reading goes on behind them.", EventName = "TopicRecordsMissed")]
    public static partial void TopicRecordsMissed(ILogger logger, string source, string topic, long first, long last);

    [LoggerMessage(4211, LogLevel.Warning, "The results of the checks of {Source} are not kept; trying again.", EventName = "TopicChecksNotKept")]
    public static partial void FeedChecksNotKept(ILogger logger, Exception exception, string source);

    [LoggerMessage(
        4216, LogLevel.Information, "Source {Source} captures {Table} no more: its replication slot {Slot} on connection {Connection} was dropped.", EventName = "CaptureSlotDropped")]
    public static partial void CaptureSlotDropped(ILogger logger, string source, string table, string slot, string connection);

    [LoggerMessage(
        4217, LogLevel.Warning, "Source {Source} captures {Table} no more, but its replication slot {Slot} on connection {Connection} could not be dropped: the server keeps its log for it until it is.",
        EventName = "CaptureSlotLeft")]
    public static partial void CaptureSlotLeft(ILogger logger, Exception exception, string source, string table, string slot, string connection);

    [LoggerMessage(4207, LogLevel.Warning, "What this process writes is not told to the others; trying again.", EventName = "PumpsNotReported")]
    public static partial void PumpsNotReported(ILogger logger, Exception exception);
}
