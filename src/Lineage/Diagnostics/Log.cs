using Microsoft.Extensions.Logging;

namespace Lineage.Diagnostics;

internal static partial class Log
{
    [LoggerMessage(2000, LogLevel.Information, "Pruned the bodies of {Count} events older than {Before}")]
    public static partial void Pruned(ILogger logger, long count, string before);

    [LoggerMessage(2001, LogLevel.Warning, "The progress of run {RunId} could not be saved ({Code}: {Reason}); the run goes on")]
    public static partial void ProgressNotSaved(ILogger logger, Guid runId, string code, string reason);

    [LoggerMessage(2002, LogLevel.Information, "Run {RunId} of {Job} goes on after a restart")]
    public static partial void RunResumed(ILogger logger, Guid runId, string job);

    [LoggerMessage(2004, LogLevel.Warning, "What other processes want of the runs of this one could not be read or written ({Code}: {Reason}); it is tried again")]
    public static partial void RunsNotWatched(ILogger logger, string code, string reason);

    [LoggerMessage(2003, LogLevel.Debug, "Took an event with {Count} warnings, the first: {Message} at {Path}")]
    public static partial void EventWithWarnings(ILogger logger, int count, string message, string path);
}
