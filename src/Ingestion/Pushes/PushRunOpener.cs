using Catalog.Core.Events;
using Catalog.Core.Values;
using Ingestion.Jobs;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Pushes;

/// <summary>Begins runs of pushes, and ends those of a process that died. Thread-safe.</summary>
internal sealed class PushRunOpener(IRunJournal journal, IIngestionJobStore jobs, ICheckResultStore checks, ISourceRegistry sources, JobOwners owners, TimeProvider clock)
{
    internal async Task<PushRun> OpenAsync(PushTarget target, CancellationToken cancellationToken)
    {
        var job = new IngestionJob
        {
            RunId = Guid.CreateVersion7(clock.GetUtcNow()),
            Kind = IngestionJobKind.Push,
            Subject = target.Source.Name,
            Title = PushRunDescription.Title,
            Process = owners.Mine,
            CreatedAt = Instant.Now(clock),
            State = IngestionJobState.Running,
        };
        await jobs.SaveAsync(job, cancellationToken).ConfigureAwait(false);
        var run = await journal.StartAsync(PushRunDescription.Start(job, target.Source), cancellationToken).ConfigureAwait(false);
        return new PushRun(target, new JobRecord(job, jobs), run, checks, clock);
    }

    /// <summary>Ends the runs that were left open by processes that do not run any more.</summary>
    /// <param name="alsoMine">Whether those of this process are left, too: it has just been started again.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal async Task EndAbandonedAsync(bool alsoMine, CancellationToken cancellationToken)
    {
        var unfinished = await jobs.GetUnfinishedAsync(cancellationToken).ConfigureAwait(false);
        var isTaken = await owners.FindTakenAsync(cancellationToken).ConfigureAwait(false);
        foreach (var job in unfinished.Where(job => job.Kind == IngestionJobKind.Push && !isTaken(job) && (alsoMine || (job.Process is { } process && process != owners.Mine))))
        {
            var source = sources.FindSource(job.Subject);
            var run = await journal.StartAsync(PushRunDescription.Start(job, source), cancellationToken).ConfigureAwait(false);
            await using var ending = run.ConfigureAwait(false);
            const string summary = "The process ended while this run was open; pushes of its last moment may be missing from the figures.";
            await run.CompleteAsync(PushRunDescription.Outcome(job, source, summary), cancellationToken).ConfigureAwait(false);
            await jobs.SaveAsync(job with { State = IngestionJobState.Completed, EndedAt = Instant.Now(clock) }, cancellationToken).ConfigureAwait(false);
        }
    }
}
