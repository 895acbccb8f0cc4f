using Catalog.Core.Errors;
using Catalog.Core.Sharing;
using FeatureStore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace FeatureStore.Materialization;

/// <summary>Deletes from time to time what processes that died have left among the offline files: what each of them replaced itself it deletes itself.</summary>
internal sealed class OrphanedFilesDuty(ReplacedFiles files, TimeProvider clock, ILogger<OrphanedFilesDuty> logger) : IDuty
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <inheritdoc />
    public string Name => "offline-files";

    /// <inheritdoc />
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(Interval, clock, cancellationToken).ConfigureAwait(false);
            try
            {
                await files.VacuumAsync(isDryRun: false, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CatalogException)
            {
                Log.OfflineFilesNotDeleted(logger, exception);
            }
        }
    }
}
