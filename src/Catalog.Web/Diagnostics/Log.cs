namespace Catalog.Web.Diagnostics;

/// <summary>What the host says. Event ids from 5000.</summary>
internal static partial class Log
{
    [LoggerMessage(5000, LogLevel.Information, "Catalog is ready at {Address}")]
    internal static partial void Ready(this ILogger logger, Uri address);

    [LoggerMessage(5001, LogLevel.Information, "Applied {Count} sample definitions from {Folder}")]
    internal static partial void SamplesApplied(this ILogger logger, int count, string folder);

    [LoggerMessage(5002, LogLevel.Error, "The sample definitions in {Folder} were refused: {Reason} Correct them, or set Catalog:LoadSamples to false.")]
    internal static partial void SamplesRefused(this ILogger logger, Exception exception, string folder, string reason);

    [LoggerMessage(5003, LogLevel.Information, "Ingested {Files} sample files: {Read} rows read, {Accepted} accepted")]
    internal static partial void SamplesIngested(this ILogger logger, int files, long read, long accepted);

    [LoggerMessage(5004, LogLevel.Error, "The sample file {File} was not ingested: {Reason}")]
    internal static partial void SampleFailed(this ILogger logger, string file, string reason);

    [LoggerMessage(5005, LogLevel.Warning, "The online store is away at the start; it is tried again when it is needed. {Reason}")]
    internal static partial void OnlineStoreAway(this ILogger logger, string reason);

    [LoggerMessage(5010, LogLevel.Warning, "The duty {Lease} could not be done or held; it is tried again, here or by another process")]
    internal static partial void LeaseFailed(this ILogger logger, Exception exception, string lease);

    [LoggerMessage(5020, LogLevel.Error, "The views {Views} could not be brought up to the end of the log")]
    internal static partial void MaterializationFailed(this ILogger logger, Exception exception, string views);
}
