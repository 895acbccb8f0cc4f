using Microsoft.Extensions.Hosting;

namespace Ingestion.Pushes;

/// <summary>Looks after the runs of pushes once a second, from the end of those that a dead process left to the end of the host.</summary>
internal sealed class PushRunKeeper(PushRuns runs, PushRunOpener opener, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await opener.EndAbandonedAsync(cancellationToken).ConfigureAwait(false);
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
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            await runs.TendAsync(stoppingToken).ConfigureAwait(false);
        }
    }
}
