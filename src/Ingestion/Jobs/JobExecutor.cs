using Catalog.Core.Errors;
using Catalog.Core.Events;
using Catalog.Core.Values;
using Ingestion.Diagnostics;
using Ingestion.Model;
using Ingestion.Ports;
using Microsoft.Extensions.Logging;

namespace Ingestion.Jobs;

/// <summary>
/// Takes one job through its states. The end is written in this order: the journal, then the job, then the clean-up; whatever is cut off is done again at the next start.
/// </summary>
internal sealed class JobExecutor(
    IIngestionJobStore jobs, IRunJournal journal, IEnumerable<IJobHandler> handlers, TimeProvider clock, ILogger<JobExecutor> logger)
{
    private readonly Dictionary<IngestionJobKind, IJobHandler> _handlers = handlers.ToDictionary(static handler => handler.Kind);

    internal bool CanRun(IngestionJobKind kind) => _handlers.ContainsKey(kind);

    /// <summary>Runs the job to its end.</summary>
    /// <param name="job">The job.</param>
    /// <param name="started">Receives the progress as soon as the work begins.</param>
    /// <param name="cancelled">Somebody asked to stop this job.</param>
    /// <param name="stopping">The process ends: the job is left as running and goes on after the restart.</param>
    /// <returns>The job as it ended.</returns>
    internal async Task<IngestionJob> ExecuteAsync(
        IngestionJob job, Action<JobProgress> started, CancellationToken cancelled, CancellationToken stopping)
    {
        var handler = _handlers[job.Kind];
        IngestionJob ended;
        try
        {
            ended = await RunAsync(handler, job, started, cancelled, stopping).ConfigureAwait(false);
        }
        catch (IngestionException error)
        {
            // The job cannot even be described: its source is gone, so there is no run to end.
            Log.JobFailed(logger, job.RunId, job.Title, error);
            ended = Failed(job, error.Code, error.Message);
            await jobs.SaveAsync(ended, stopping).ConfigureAwait(false);
        }

        await handler.CleanUpAsync(ended, stopping).ConfigureAwait(false);
        return ended;
    }

    private async Task<IngestionJob> RunAsync(
        IJobHandler handler, IngestionJob job, Action<JobProgress> started, CancellationToken cancelled, CancellationToken stopping)
    {
        var run = await journal.StartAsync(handler.Describe(job), stopping).ConfigureAwait(false);
        await using var ending = run.ConfigureAwait(false);
        if (job.State == IngestionJobState.Cancelling)
        {
            return await CancelAsync(run, job, stopping).ConfigureAwait(false);
        }

        var running = job with { State = IngestionJobState.Running };
        await jobs.SaveAsync(running, stopping).ConfigureAwait(false);
        var progress = new JobProgress(run);
        started(progress);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancelled, stopping);
        try
        {
            var end = await handler.RunAsync(running, progress, either.Token).ConfigureAwait(false);
            await run.CompleteAsync(end.Outcome, stopping).ConfigureAwait(false);
            var completed = running with { State = IngestionJobState.Completed, EndedAt = Instant.Now(clock), Result = end.Result };
            await jobs.SaveAsync(completed, stopping).ConfigureAwait(false);
            Log.JobCompleted(logger, job.RunId, job.Title, end.Result.Read, end.Result.Accepted, end.Result.Quarantined);
            return completed;
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            return await CancelAsync(run, job, stopping).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Any defect must end the job where people can see it; left as running it would fail the same way at every start.
            Log.JobFailed(logger, job.RunId, job.Title, error);
            var code = (error as CatalogException)?.Code ?? ErrorCodes.Kebab(IngestionErrorCode.JobFailed);
            await run.FailAsync(code, error.Message, stopping).ConfigureAwait(false);
            var failed = Failed(running, code, error.Message);
            await jobs.SaveAsync(failed, stopping).ConfigureAwait(false);
            return failed;
        }
    }

    private async Task<IngestionJob> CancelAsync(IRun run, IngestionJob job, CancellationToken stopping)
    {
        await run.AbortAsync("Cancelled on request.", stopping).ConfigureAwait(false);
        var cancelled = job with { State = IngestionJobState.Cancelled, EndedAt = Instant.Now(clock) };
        await jobs.SaveAsync(cancelled, stopping).ConfigureAwait(false);
        return cancelled;
    }

    private IngestionJob Failed(IngestionJob job, string code, string message)
        => job with { State = IngestionJobState.Failed, EndedAt = Instant.Now(clock), ErrorCode = code, ErrorMessage = message };
}
