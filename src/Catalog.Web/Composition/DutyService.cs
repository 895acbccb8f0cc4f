using Catalog.Core.Errors;
using Catalog.Core.Sharing;
using Catalog.Web.Diagnostics;
using Lineage.Runs;

namespace Catalog.Web.Composition;

/// <summary>Lets the other processes know that this one runs, hears what they want of its runs, and does the duties that are registered in it whenever it is in charge of them.</summary>
internal sealed class DutyService(ILeases leases, ThisProcess process, IEnumerable<IDuty> duties, IRunWatch runs, TimeProvider clock, ILogger<DutyService> logger) : BackgroundService
{
    /// <summary>A store that is away is tried every few seconds; said less often.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            // At once: what this process takes on from now on must not look like that of a dead one.
            await leases.TryTakeAsync(ProcessPresence.LeaseOf(process.Id), process, LeaseHolder.Term, cancellationToken);
        }
        catch (CatalogException error)
        {
            logger.LeaseFailed(error, ProcessPresence.LeaseOf(process.Id));
        }

        await base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var holder = new LeaseHolder(leases, process, clock);
        var presence = RunAsync(holder, ProcessPresence.LeaseOf(process.Id), static token => Task.Delay(Timeout.Infinite, token), stoppingToken);
        return Task.WhenAll(duties.Select(duty => RunAsync(holder, duty.Name, duty.RunAsync, stoppingToken)).Append(presence).Append(runs.RunAsync(stoppingToken)));
    }

    private Task RunAsync(LeaseHolder holder, string name, Func<CancellationToken, Task> work, CancellationToken stopping)
    {
        long? said = null;
        return holder.RunAsync(name, work, Say, stopping);

        void Say(Exception error)
        {
            if (said is not { } last || clock.GetElapsedTime(last) >= Silence)
            {
                said = clock.GetTimestamp();
                logger.LeaseFailed(error, name);
            }
        }
    }
}
