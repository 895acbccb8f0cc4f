using Catalog.Core.Events;
using Catalog.Core.Values;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Pipelines;

/// <summary>Begins the runs of pumps, and goes on with those that an earlier process left open. Thread-safe.</summary>
internal sealed class PumpRunOpener(IRunJournal journal, IIngestionJobStore jobs, TimeProvider clock)
{
    /// <param name="description">How the run presents itself.</param>
    /// <param name="work">What belongs to the run already.</param>
    /// <param name="isBehind">Whether much waits to be written.</param>
    /// <param name="cancellationToken">Cancels the beginning.</param>
    internal async Task<PumpRun> OpenAsync(PumpRunDescription description, ViewWork work, bool isBehind, CancellationToken cancellationToken)
    {
        var job = new IngestionJob
        {
            RunId = Guid.CreateVersion7(clock.GetUtcNow()),
            Kind = description.Kind,
            Subject = description.Subject,
            Title = description.Title(work.Partition, isBehind),
            CreatedAt = Instant.Now(clock),
            State = IngestionJobState.Running,
            Work = work,
        };
        await jobs.SaveAsync(job, cancellationToken).ConfigureAwait(false);
        return await StartAsync(description, job, isResumed: false, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The run of the pump that an earlier process left open; null when there is none.</summary>
    internal async Task<PumpRun?> ResumeAsync(PumpRunDescription description, int partition, CancellationToken cancellationToken)
    {
        var unfinished = await ListUnfinishedAsync(description.Kind, cancellationToken).ConfigureAwait(false);
        return unfinished.Find(job => job.Subject == description.Subject && job.Work?.Partition == partition) is { } left
            ? await StartAsync(description, left, isResumed: true, cancellationToken).ConfigureAwait(false)
            : null;
    }

    /// <summary>Ends the runs that an earlier process left open and whose pumps are not wanted any more.</summary>
    /// <param name="kind">Their kind.</param>
    /// <param name="isWanted">Whether the pump of a run is.</param>
    /// <param name="describe">Describes a run whose subject is gone.</param>
    /// <param name="reason">Why they end.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal async Task EndUnwantedAsync(
        IngestionJobKind kind, Predicate<IngestionJob> isWanted, Func<IngestionJob, RunStart> describe, string reason, CancellationToken cancellationToken)
    {
        foreach (var job in (await ListUnfinishedAsync(kind, cancellationToken).ConfigureAwait(false)).Where(job => !isWanted(job)))
        {
            var run = await journal.StartAsync(describe(job), cancellationToken).ConfigureAwait(false);
            await using var ending = run.ConfigureAwait(false);
            await run.AbortAsync(reason, cancellationToken).ConfigureAwait(false);
            await jobs.SaveAsync(job with { State = IngestionJobState.Cancelled, EndedAt = Instant.Now(clock) }, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<List<IngestionJob>> ListUnfinishedAsync(IngestionJobKind kind, CancellationToken cancellationToken)
        => [.. (await jobs.GetUnfinishedAsync(cancellationToken).ConfigureAwait(false)).Where(job => job.Kind == kind)];

    private async Task<PumpRun> StartAsync(PumpRunDescription description, IngestionJob job, bool isResumed, CancellationToken cancellationToken)
        => new(description, job, await journal.StartAsync(description.Start(job) with { IsSettled = true }, cancellationToken).ConfigureAwait(false), jobs, clock, isResumed);
}
