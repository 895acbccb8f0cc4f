using Microsoft.Extensions.Logging;

namespace Ingestion.Diagnostics;

/// <summary>Messages of ingestion jobs: ids 4000 to 4099.</summary>
internal static partial class Log
{
    [LoggerMessage(4000, LogLevel.Information, "Job {RunId} ({Title}) is done: {Read} read, {Accepted} accepted, {Quarantined} quarantined.", EventName = "JobCompleted")]
    public static partial void JobCompleted(ILogger logger, Guid runId, string title, long read, long accepted, long quarantined);

    [LoggerMessage(4001, LogLevel.Error, "Job {RunId} ({Title}) failed.", EventName = "JobFailed")]
    public static partial void JobFailed(ILogger logger, Guid runId, string title, Exception exception);

    [LoggerMessage(4002, LogLevel.Warning, "Job {RunId} ({Title}) was interrupted and goes on in {Pause}.", EventName = "JobInterrupted")]
    public static partial void JobInterrupted(ILogger logger, Guid runId, string title, TimeSpan pause, Exception exception);

    [LoggerMessage(4003, LogLevel.Warning, "The figures of run {RunId} of pushes are not kept; trying again.", EventName = "PushRunNotKept")]
    public static partial void PushRunNotKept(ILogger logger, Guid runId, Exception exception);

    [LoggerMessage(4005, LogLevel.Information, "Job {RunId} ({Title}) is left to another process: {Reason}", EventName = "JobElsewhere")]
    public static partial void JobElsewhere(ILogger logger, Guid runId, string title, string reason);

    [LoggerMessage(4006, LogLevel.Warning, "It could not be found out which jobs other processes left; trying again.", EventName = "JobsNotLookedFor")]
    public static partial void JobsNotLookedFor(ILogger logger, Exception exception);

    [LoggerMessage(4004, LogLevel.Error, "Job {RunId} ({Title}) could not be ended; it goes on at the next start.", EventName = "JobLeft")]
    public static partial void JobLeft(ILogger logger, Guid runId, string title, Exception exception);
}
