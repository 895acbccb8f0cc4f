using Catalog.Core.Errors;
using Ingestion.Diagnostics;
using Ingestion.Files;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ingestion.Jobs;

/// <summary>
/// Goes on with the jobs of earlier processes when the host starts, and clears the spool of uploads that were cut off. Where processes share the work it also takes over, from time to time, what
/// others left that do not run any more.
/// </summary>
internal sealed class JobResumption(JobRunner runner, Spool spool, TimeProvider clock, ILogger<JobResumption> logger) : BackgroundService
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(10);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var unfinished = await runner.ResumeAsync(cancellationToken).ConfigureAwait(false);
        spool.DeleteOthers(unfinished.Select(static job => job.RunId).ToHashSet());
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    // The runner ends its jobs when the container disposes of it, before the stores that they write to.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!runner.IsShared)
        {
            return;
        }

        using var timer = new PeriodicTimer(Turn, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await runner.ResumeAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (CatalogException error)
            {
                Log.JobsNotLookedFor(logger, error);
            }
        }
    }
}
