using Catalog.Core.Errors;
using Catalog.Core.Events;
using Catalog.Core.Values;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Pipelines;

/// <summary>
/// An open run of a pump. Its end is written to the journal first and then to the job, so a crash in between ends it again at the next start. An end may be
/// asked for again after a failure. Not thread-safe.
/// </summary>
/// <param name="description">How it presents itself.</param>
/// <param name="job">Its job.</param>
/// <param name="run">The run in the journal.</param>
/// <param name="jobs">Keeps the job.</param>
/// <param name="clock">The clock.</param>
/// <param name="isResumed">Whether an earlier process began it.</param>
internal sealed class PumpRun(
    PumpRunDescription description, IngestionJob job, IRun run, IIngestionJobStore jobs, TimeProvider clock, bool isResumed) : IAsyncDisposable
{
    private const string Resumed = "The process ended in the middle of this run; it went on after the restart.";
    private const string Gap = Resumed + " What was written in the last moment before is missing from the figures.";

    private IngestionJob _job = job;
    private bool _isReported;

    internal Guid Id => _job.RunId;

    internal Instant OpenedAt => _job.CreatedAt;

    internal bool IsResumed => isResumed;

    /// <summary>Whether the earlier process wrote more than it kept of the run.</summary>
    internal bool HasGap { get; set; }

    /// <summary>What is kept of it; null when nothing is.</summary>
    internal ViewWork? Kept => _job.Work;

    internal void Report(ViewWork work, long endOfLog) => run.Report(work.To - work.From, Math.Max(endOfLog, work.To) - work.From);

    internal Task KeepAsync(ViewWork work, CancellationToken cancellationToken) => SaveAsync(_job with { Work = work }, cancellationToken);

    internal Task CompleteAsync(ViewWork work, CancellationToken cancellationToken) => EndAsync(
        run.CompleteAsync, description.Outcome(work, HasGap ? Gap : isResumed ? Resumed : null), _job with { Work = work, State = IngestionJobState.Completed }, cancellationToken);

    internal Task FailAsync(ViewWork work, Exception error, CancellationToken cancellationToken)
    {
        var code = (error as CatalogException)?.Code ?? ErrorCodes.Kebab(IngestionErrorCode.JobFailed);
        return EndAsync(
            (message, token) => run.FailAsync(code, message, token),
            error.Message,
            _job with { Work = work, State = IngestionJobState.Failed, ErrorCode = code, ErrorMessage = error.Message },
            cancellationToken);
    }

    internal Task AbortAsync(ViewWork work, string reason, CancellationToken cancellationToken)
        => EndAsync(run.AbortAsync, reason, _job with { Work = work, State = IngestionJobState.Cancelled }, cancellationToken);

    /// <summary>Leaves a run that has not ended to the next start.</summary>
    public ValueTask DisposeAsync() => run.DisposeAsync();

    private async Task EndAsync<T>(Func<T, CancellationToken, Task> report, T what, IngestionJob ended, CancellationToken cancellationToken)
    {
        if (!_isReported)
        {
            await report(what, cancellationToken).ConfigureAwait(false);
            _isReported = true;
        }

        await SaveAsync(ended with { EndedAt = Instant.Now(clock) }, cancellationToken).ConfigureAwait(false);
        await run.DisposeAsync().ConfigureAwait(false);
    }

    private async Task SaveAsync(IngestionJob changed, CancellationToken cancellationToken)
    {
        await jobs.SaveAsync(changed, cancellationToken).ConfigureAwait(false);
        _job = changed;
    }
}
