using Ingestion.Model;
using Ingestion.Ports;
using Microsoft.Extensions.Options;

namespace Ingestion.Jobs;

/// <summary>
/// Runs jobs in the background: those of one source one after the other in the order of their creation, those of different sources together up to the limit.
/// Thread-safe.
/// </summary>
internal sealed class JobRunner(JobExecutor executor, IIngestionJobStore jobs, IOptions<IngestionOptions> options) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, ActiveJob> _active = [];
    private readonly Dictionary<string, Task> _tails = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _slots = new(options.Value.MaxConcurrentJobs);
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Jobs that wait or run.</summary>
    internal IReadOnlyList<IngestionJob> Active
    {
        get
        {
            lock (_lock)
            {
                return [.. _active.Values.Select(static active => active.Job)];
            }
        }
    }

    /// <summary>Goes on with the jobs of earlier processes.</summary>
    /// <returns>The unfinished jobs, also those that other parts go on with.</returns>
    internal async Task<IReadOnlyList<IngestionJob>> ResumeAsync(CancellationToken cancellationToken)
    {
        var unfinished = await jobs.GetUnfinishedAsync(cancellationToken).ConfigureAwait(false);
        foreach (var job in unfinished.Where(job => executor.CanRun(job.Kind)))
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
            var active = new ActiveJob(job);
            _active.Add(job.RunId, active);
            _tails.TryGetValue(job.Subject, out var previous);
            active.Work = Task.Run(() => RunAsync(active, previous ?? Task.CompletedTask), CancellationToken.None);
            _tails[job.Subject] = active.Work;
        }
    }

    internal IngestionProgress? GetProgress(Guid runId) => Find(runId)?.Progress?.Current;

    /// <summary>Completes when the job has ended, at once when it is not active.</summary>
    internal Task WaitAsync(Guid runId, CancellationToken cancellationToken)
        => Find(runId)?.Work.WaitAsync(cancellationToken) ?? Task.CompletedTask;

    /// <summary>Asks the job to end at its next batch; false when it is not active.</summary>
    internal async Task<bool> CancelAsync(Guid runId, CancellationToken cancellationToken)
    {
        if (Find(runId) is not { } active)
        {
            return false;
        }

        await jobs.SaveAsync(active.Job with { State = IngestionJobState.Cancelling }, cancellationToken).ConfigureAwait(false);
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
            await previous.ConfigureAwait(false);
            await _slots.WaitAsync(_stopping.Token).ConfigureAwait(false);
            try
            {
                var job = active.Cancelled.IsCancellationRequested ? active.Job with { State = IngestionJobState.Cancelling } : active.Job;
                await executor.ExecuteAsync(job, progress => active.Progress = progress, active.Cancelled.Token, _stopping.Token).ConfigureAwait(false);
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
        finally
        {
            Remove(active);
        }
    }

    private void Remove(ActiveJob active)
    {
        lock (_lock)
        {
            _active.Remove(active.Job.RunId);
            if (_tails.TryGetValue(active.Job.Subject, out var tail) && tail == active.Work)
            {
                _tails.Remove(active.Job.Subject);
            }
        }

        active.Cancelled.Dispose();
    }

    private sealed class ActiveJob(IngestionJob job)
    {
        internal IngestionJob Job { get; } = job;

        internal Task Work { get; set; } = Task.CompletedTask;

        internal JobProgress? Progress { get; set; }

        internal CancellationTokenSource Cancelled { get; } = new();
    }
}
