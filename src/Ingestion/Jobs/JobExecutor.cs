using Catalog.Core.Errors;
using Catalog.Core.Events;
using Catalog.Core.Sharing;
using Catalog.Core.Values;
using Ingestion.Diagnostics;
using Ingestion.Model;
using Lineage;
using Microsoft.Extensions.Logging;

namespace Ingestion.Jobs;

/// <summary>
/// Takes one job through its states. The end is written in this order: the journal, then the job, then the clean-up; whatever is cut off is done again at the next start.
/// </summary>
internal sealed class JobExecutor(IRunJournal journal, IEnumerable<IJobHandler> handlers, ThisProcess process, TimeProvider clock, ILogger<JobExecutor> logger)
{
    private readonly Dictionary<IngestionJobKind, IJobHandler> _handlers = handlers.ToDictionary(static handler => handler.Kind);

    internal bool CanRun(IngestionJobKind kind) => _handlers.ContainsKey(kind);

    /// <summary>Whether this process has what the job needs.</summary>
    internal bool IsHere(IngestionJob job) => _handlers[job.Kind].IsHere(job);

    /// <summary>Runs the job to its end.</summary>
    /// <param name="record">The job.</param>
    /// <param name="started">Receives the progress as soon as the work begins.</param>
    /// <param name="cancelled">Somebody asked to stop this job.</param>
    /// <param name="stopping">The process ends: the job is left as running and goes on after the restart.</param>
    /// <exception cref="CatalogException">A store or the log cannot be reached; the job is left as running, and goes on where it was when it is run again.</exception>
    internal async Task ExecuteAsync(JobRecord record, Action<JobProgress> started, CancellationToken cancelled, CancellationToken stopping)
    {
        var handler = _handlers[record.Current.Kind];
        await record.RefreshAsync(stopping).ConfigureAwait(false);
        try
        {
            if (record.Current.HasEnded)
            {
                return;
            }

            await RunAsync(handler, record, started, cancelled, stopping).ConfigureAwait(false);
        }
        catch (LineageException error) when (error.ErrorCode == LineageErrorCode.RunInProgress)
        {
            Log.JobElsewhere(logger, record.Current.RunId, record.Current.Title, error.Message);
        }
        catch (CatalogException error) when (!error.IsTransient)
        {
            // The job cannot even be described, for example because its source is gone, so there is no run to end.
            await FailAsync(record, error.Code, error, stopping).ConfigureAwait(false);
        }

        if (record.Current.HasEnded)
        {
            await handler.CleanUpAsync(record.Current, stopping).ConfigureAwait(false);
        }
    }

    private async Task RunAsync(
        IJobHandler handler, JobRecord record, Action<JobProgress> started, CancellationToken cancelled, CancellationToken stopping)
    {
        var run = await journal.StartAsync(handler.Describe(record.Current), stopping).ConfigureAwait(false);
        await using var ending = run.ConfigureAwait(false);
        await record.TryChangeAsync(
            job => job.State == IngestionJobState.Cancelling ? job : job with { State = IngestionJobState.Running, Process = process.Id }, stopping).ConfigureAwait(false);
        if (record.Current.State == IngestionJobState.Cancelling)
        {
            await CancelAsync(run, record, stopping).ConfigureAwait(false);
            return;
        }

        var progress = new JobProgress(run);
        started(progress);
        using var asked = CancellationTokenSource.CreateLinkedTokenSource(cancelled, run.CancelAsked);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(asked.Token, run.Lost, stopping);
        try
        {
            var end = await RunAsync(handler, record, progress, either.Token).ConfigureAwait(false);
            await run.CompleteAsync(end.Outcome, stopping).ConfigureAwait(false);
            await record.TryChangeAsync(
                job => job with { State = IngestionJobState.Completed, EndedAt = Instant.Now(clock), Result = end.Result }, stopping).ConfigureAwait(false);
            Log.JobCompleted(logger, record.Current.RunId, record.Current.Title, end.Result.Read, end.Result.Accepted, end.Result.Quarantined);
        }
        catch (OperationCanceledException) when (run.Lost.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            Log.JobElsewhere(logger, record.Current.RunId, record.Current.Title, "Another process has taken it over.");
        }
        catch (OperationCanceledException) when (asked.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            await CancelAsync(run, record, stopping).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException and not CatalogException { IsTransient: true })
        {
            // Any defect must end the job where people can see it; left as running it would fail the same way at every start.
            var code = (error as CatalogException)?.Code ?? ErrorCodes.Kebab(IngestionErrorCode.JobFailed);
            await run.FailAsync(code, error.Message, stopping).ConfigureAwait(false);
            await FailAsync(record, code, error, stopping).ConfigureAwait(false);
        }
    }

    private async Task<JobEnd> RunAsync(IJobHandler handler, JobRecord record, JobProgress progress, CancellationToken cancellationToken)
    {
        var keeping = new ProgressKeeper(record, progress, clock);
        await using (keeping.ConfigureAwait(false))
        {
            return await handler.RunAsync(record.Current, progress, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task CancelAsync(IRun run, JobRecord record, CancellationToken stopping)
    {
        await run.AbortAsync("Cancelled on request.", stopping).ConfigureAwait(false);
        await record.TryChangeAsync(job => job with { State = IngestionJobState.Cancelled, EndedAt = Instant.Now(clock) }, stopping).ConfigureAwait(false);
    }

    private Task<bool> FailAsync(JobRecord record, string code, Exception error, CancellationToken stopping)
    {
        Log.JobFailed(logger, record.Current.RunId, record.Current.Title, error);
        return record.TryChangeAsync(
            job => job with { State = IngestionJobState.Failed, EndedAt = Instant.Now(clock), ErrorCode = code, ErrorMessage = error.Message }, stopping);
    }
}
