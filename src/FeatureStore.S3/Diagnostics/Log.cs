using Microsoft.Extensions.Logging;

namespace FeatureStore.S3.Diagnostics;

/// <summary>Every log line of the offline store on S3. Event ids 3150 to 3199; a name never changes its meaning.</summary>
internal static partial class Log
{
    [LoggerMessage(3150, LogLevel.Warning, "The offline store in '{Location}' is away at the start; it is tried again when it is needed. {Reason}")]
    internal static partial void AwayAtStart(ILogger logger, string location, string reason);

    [LoggerMessage(3151, LogLevel.Warning, "The offline file '{Path}' did not come whole, and is fetched again: {Reason}.")]
    internal static partial void FetchedAgain(ILogger logger, string path, string reason);
}
