using Catalog.Core.Errors;
using Ingestion.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ingestion.Pushes;

/// <summary>Looks after the runs of pushes once a second, from the end of those that a dead process left to the end of the host.</summary>
internal sealed class PushRunKeeper(PushRuns runs, PushRunOpener opener, TimeProvider clock, ILogger<PushRunKeeper> logger) : BackgroundService
{
    private const int TurnsToOthers = 30;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await opener.EndAbandonedAsync(alsoMine: true, cancellationToken).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await runs.EndAllAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        for (var turn = 1; await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false); turn++)
        {
            await runs.TendAsync(stoppingToken).ConfigureAwait(false);
            if (turn % TurnsToOthers == 0)
            {
                await EndAbandonedAsync(stoppingToken).ConfigureAwait(false);
            }
        }
    }

    private async Task EndAbandonedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await opener.EndAbandonedAsync(alsoMine: false, cancellationToken).ConfigureAwait(false);
        }
        catch (CatalogException error)
        {
            Log.JobsNotLookedFor(logger, error);
        }
    }
}
