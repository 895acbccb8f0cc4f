using Microsoft.Extensions.Logging;

namespace Ingestion.Diagnostics;

/// <summary>Messages of the writers of feature views: ids 4200 to 4299.</summary>
internal static partial class Log
{
    [LoggerMessage(4200, LogLevel.Error, "The writer of view {View} failed and tries again in {Pause}.", EventName = "ViewWriterFailed")]
    public static partial void ViewWriterFailed(ILogger logger, Exception exception, string view, TimeSpan pause);

    [LoggerMessage(4201, LogLevel.Error, "Changed feature views are not followed; trying again in {Pause}.", EventName = "ViewsNotFollowed")]
    public static partial void ViewsNotFollowed(ILogger logger, Exception exception, TimeSpan pause);

    [LoggerMessage(4202, LogLevel.Warning, "The run of the writer of view {View} is not kept; the writer goes on, and the run is tried again.", EventName = "ViewRunNotKept")]
    public static partial void ViewRunNotKept(ILogger logger, Exception exception, string view);

    [LoggerMessage(4203, LogLevel.Information, "View {View} has been computed and answers now, in the place of {Earlier}.", EventName = "VersionSwitched")]
    public static partial void VersionSwitched(ILogger logger, string view, string earlier);
}
