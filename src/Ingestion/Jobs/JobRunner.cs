using Catalog.Core.Errors;
using Ingestion.Diagnostics;
using Ingestion.Model;
using Ingestion.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Ingestion.Jobs;

/// <summary>
/// Runs jobs in the background: those of one source one after the other in the order of their creation, those of different sources together up to the limit.
/// Thread-safe.
/// </summary>
internal sealed class JobRunner(
    JobExecutor executor, IIngestionJobStore jobs, IPartitionShares shares, JobOwners owners, IOptions<IngestionOptions> options, TimeProvider clock, ILogger<JobRunner> logger)
    : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, ActiveJob> _active = [];
    private readonly Dictionary<string, Task> _tails = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _slots = new(options.Value.MaxConcurrentJobs);
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Id of this process, which the jobs that it takes bear.</summary>
    internal string ProcessId => owners.Mine;

    /// <summary>Whether other processes may leave jobs to this one.</summary>
    internal bool IsShared => shares.IsShared;

    /// <summary>
    /// Goes on with the jobs of processes that do not run any more. Where several share the work, each goes on with the files that it took itself: nobody else has them.
    /// </summary>
    /// <returns>The unfinished jobs, also those that other parts go on with.</returns>
    internal async Task<IReadOnlyList<IngestionJob>> ResumeAsync(CancellationToken cancellationToken)
    {
        var unfinished = await jobs.GetUnfinishedAsync(cancellationToken).ConfigureAwait(false);
        if (unfinished.Count == 0)
        {
            return unfinished; // Asked at each turn; whose jobs they are needs no answer.
        }

        var isTaken = await owners.FindTakenAsync(cancellationToken).ConfigureAwait(false);
        foreach (var job in unfinished.Where(job => executor.CanRun(job.Kind) && !isTaken(job) && (!shares.IsShared || executor.IsHere(job))))
        {
            Schedule(job);
        }

        return unfinished;
    }

    /// <summary>Lets a stored job run when its turn comes.</summary>
    internal void Schedule(IngestionJob job)
    {
        lock (_lock)
        {
            var active = new ActiveJob(new JobRecord(job, jobs));
            if (!_active.TryAdd(job.RunId, active))
            {
                return; // It waits or runs already.
            }

            _tails.TryGetValue(job.Subject, out var previous);
            active.Work = Task.Run(() => RunAsync(active, previous ?? Task.CompletedTask), CancellationToken.None);
            _tails[job.Subject] = active.Work;
        }
    }

    internal IngestionProgress? GetProgress(Guid runId) => Find(runId)?.Progress?.Current;

    /// <summary>Completes when the job has ended, at once when it is not active.</summary>
    internal Task WaitAsync(Guid runId, CancellationToken cancellationToken)
        => Find(runId)?.Work.WaitAsync(cancellationToken) ?? Task.CompletedTask;

    /// <summary>Asks the job to end at its next batch; false when it is not active or has just ended.</summary>
    internal async Task<bool> CancelAsync(Guid runId, CancellationToken cancellationToken)
    {
        if (Find(runId) is not { } active
            || !await active.Record.TryChangeAsync(static job => job with { State = IngestionJobState.Cancelling }, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        await active.Cancelled.CancelAsync().ConfigureAwait(false);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        Task[] works;
        lock (_lock)
        {
            works = [.. _active.Values.Select(static active => active.Work)];
        }

        await Task.WhenAll(works).ConfigureAwait(false);
        _slots.Dispose();
        _stopping.Dispose();
    }

    private ActiveJob? Find(Guid runId)
    {
        lock (_lock)
        {
            return _active.GetValueOrDefault(runId);
        }
    }

    private async Task RunAsync(ActiveJob active, Task previous)
    {
        try
        {
            // How the one before ended is its own matter.
            await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _slots.WaitAsync(_stopping.Token).ConfigureAwait(false);
            try
            {
                var longest = options.Value.MaxRetryPause;
                for (var pause = longest / 100; !await TryExecuteAsync(active, pause).ConfigureAwait(false); pause = pause * 2 < longest ? pause * 2 : longest)
                {
                    // Who cancels the job does not wait for what it waits for.
                    var cancelled = active.Cancelled.IsCancellationRequested ? CancellationToken.None : active.Cancelled.Token;
                    using var either = CancellationTokenSource.CreateLinkedTokenSource(cancelled, _stopping.Token);
                    await Task.Delay(pause, clock, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    _stopping.Token.ThrowIfCancellationRequested();
                }
            }
            finally
            {
                _slots.Release();
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The job stays stored as unfinished and goes on at the next start.
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Nobody awaits this work, so what ends it unforeseen is at least said.
            Log.JobLeft(logger, active.Record.Current.RunId, active.Record.Current.Title, error);
        }
        finally
        {
            Remove(active);
        }
    }

    private async Task<bool> TryExecuteAsync(ActiveJob active, TimeSpan pause)
    {
        try
        {
            await executor.ExecuteAsync(active.Record, progress => active.Progress = progress, active.Cancelled.Token, _stopping.Token).ConfigureAwait(false);
            return true;
        }
        catch (CatalogException error) when (error.IsTransient)
        {
            var job = active.Record.Current;
            Log.JobInterrupted(logger, job.RunId, job.Title, pause, error);
            return false;
        }
    }

    private void Remove(ActiveJob active)
    {
        lock (_lock)
        {
            var job = active.Record.Current;
            _active.Remove(job.RunId);
            if (_tails.TryGetValue(job.Subject, out var tail) && tail == active.Work)
            {
                _tails.Remove(job.Subject);
            }
        }
    }

    private sealed class ActiveJob(JobRecord record)
    {
        internal JobRecord Record { get; } = record;

        internal Task Work { get; set; } = Task.CompletedTask;

        internal JobProgress? Progress { get; set; }

        // Never disposed of: it has no timer, and somebody may be about to cancel it.
        internal CancellationTokenSource Cancelled { get; } = new();
    }
}
