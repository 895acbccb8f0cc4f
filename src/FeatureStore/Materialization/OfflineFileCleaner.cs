using FeatureStore.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FeatureStore.Materialization;

/// <summary>Clears the offline root of what a crash left, before anything is written, and of replaced files from time to time.</summary>
internal sealed class OfflineFileCleaner(ReplacedFiles files, TimeProvider clock, ILogger<OfflineFileCleaner> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RunAsync(token => files.VacuumAsync(isDryRun: false, token), cancellationToken).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            await RunAsync(files.DeleteDueAsync, stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task RunAsync(Func<CancellationToken, Task> delete, CancellationToken cancellationToken)
    {
        try
        {
            await delete(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or Catalog.Core.Errors.CatalogException)
        {
            Log.OfflineFilesNotDeleted(logger, exception);
        }
    }
}
