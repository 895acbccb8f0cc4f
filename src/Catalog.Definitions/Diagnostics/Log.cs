using Microsoft.Extensions.Logging;

namespace Catalog.Definitions.Diagnostics;

/// <summary>Everything that the definitions log. Event ids 1200 to 1299.</summary>
internal static partial class Log
{
    [LoggerMessage(1200, LogLevel.Information, "Definitions of revision {Revision} are in force: {Count} in all.")]
    public static partial void DefinitionsLoaded(this ILogger logger, long revision, int count);

    [LoggerMessage(1201, LogLevel.Information, "Revision {Revision} was applied by {Author}: {Count} definitions changed.")]
    public static partial void DefinitionsApplied(this ILogger logger, long revision, int count, string author);

    [LoggerMessage(1202, LogLevel.Error, "A stored definition is left out because it has errors: {File}, line {Line}: {Rule}: {Message}")]
    public static partial void StoredDefinitionUnusable(this ILogger logger, string file, int line, string rule, string message);

    [LoggerMessage(1203, LogLevel.Warning, "The catalogue could not be asked for changed definitions; the ones in memory stay in force. Next try in {Interval}.")]
    public static partial void RefreshFailed(this ILogger logger, Exception exception, TimeSpan interval);

    [LoggerMessage(1204, LogLevel.Warning, "What the definitions of revision {Revision} say about lineage could not be kept. Next try in {Interval}.")]
    public static partial void LineageNotDeclared(this ILogger logger, Exception exception, long revision, TimeSpan interval);
}
