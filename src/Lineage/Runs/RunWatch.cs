using Catalog.Core.Errors;
using Catalog.Core.Events;
using Catalog.Core.Sharing;
using Lineage.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Lineage.Runs;

/// <summary>Claims the runs of this process, tells them what other processes want of them, and knows which runs others carry out. Thread-safe; <see cref="LookAsync"/> has one caller.</summary>
internal sealed class RunWatch(IRunClaims claims, ThisProcess process, LiveRuns live, RunChanges changes, TimeProvider clock, ILogger<RunWatch> logger) : IRunWatch
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    private HashSet<Guid> _followed = [];

    /// <summary>Looks every second, as long as any run is carried out here.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Turn, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                await LookAsync(cancellationToken).ConfigureAwait(false);
                await FollowAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (CatalogException error)
            {
                Log.RunsNotWatched(logger, error.Code, error.Message);
            }
        }
    }

    /// <summary>Tells each run of this process what is wanted of it.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        var runs = live.All;
        if (runs.Count == 0)
        {
            return;
        }

        foreach (var claim in await claims.FindAsync([.. runs.Select(static run => run.Id)], cancellationToken).ConfigureAwait(false))
        {
            foreach (var run in runs.Where(run => run.Id == claim.RunId))
            {
                await (claim.Holder.Id != process.Id ? run.LoseAsync() : claim.IsCancelAsked ? run.AskToCancelAsync() : Task.CompletedTask).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Says to those who watch runs here that the runs of other processes have moved on, or have ended. Asks nothing while nobody watches.</summary>
    internal async Task FollowAsync(CancellationToken cancellationToken)
    {
        HashSet<Guid> now = changes.IsFollowed
            ? [.. (await claims.ListAsync(cancellationToken).ConfigureAwait(false)).Where(claim => claim.Holder.Id != process.Id).Select(static claim => claim.RunId)]
            : [];
        foreach (var run in now.Union(_followed))
        {
            changes.Publish(run);
        }

        _followed = now;
    }

    /// <summary>Claims a run for this process.</summary>
    /// <exception cref="LineageException"><see cref="LineageErrorCode.RunInProgress"/>: another process that runs has it.</exception>
    internal async Task ClaimAsync(RunStart start, CancellationToken cancellationToken)
    {
        var claim = await claims.ClaimAsync(start.RunId, process, start.IsSettled, cancellationToken).ConfigureAwait(false);
        if (claim.Holder.Id != process.Id)
        {
            throw new LineageException(
                LineageErrorCode.RunInProgress, $"Starting run '{start.RunId}' of '{start.Job}': the process '{claim.Holder.Name}' is carrying it out.");
        }
    }

    /// <summary>Lets a run of this process go. A claim that stays does no harm once the run has ended, and ends with this process.</summary>
    internal async Task ReleaseAsync(Guid runId)
    {
        try
        {
            await claims.ReleaseAsync(runId, process, CancellationToken.None).ConfigureAwait(false);
        }
        catch (CatalogException error)
        {
            Log.RunsNotWatched(logger, error.Code, error.Message);
        }
    }

    /// <summary>Those of some runs that another process carries out.</summary>
    internal async Task<IReadOnlySet<Guid>> FindElsewhereAsync(IReadOnlyCollection<Guid> runIds, CancellationToken cancellationToken)
    {
        var found = runIds.Count == 0 ? [] : await claims.FindAsync(runIds, cancellationToken).ConfigureAwait(false);
        return found.Where(claim => claim.IsHolderRunning && claim.Holder.Id != process.Id).Select(static claim => claim.RunId).ToHashSet();
    }
}
