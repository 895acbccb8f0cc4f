using Microsoft.Extensions.Logging;

namespace Catalog.Persistence.Diagnostics;

internal static partial class Log
{
    [LoggerMessage(1100, LogLevel.Information, "Applied {Count} migrations to the {Module} tables of {Database}")]
    public static partial void Migrated(ILogger logger, string module, int count, string database);
}
