using Catalog.Core.Errors;
using Catalog.Core.Sharing;
using Catalog.Core.Values;
using Ingestion.Files;
using Ingestion.Jobs;
using Ingestion.Model;
using Ingestion.Ports;
using Ingestion.Feeds;

namespace Ingestion;

/// <summary>Takes files into sources and tells how that goes. Thread-safe.</summary>
public sealed class IngestionService
{
    private const int LongestName = 255;

    private readonly ISourceRegistry _registry;
    private readonly IIngestionJobStore _jobs;
    private readonly JobRunner _runner;
    private readonly FileGate _gate;
    private readonly JobOwners _owners;
    private readonly TimeProvider _clock;

    internal IngestionService(ISourceRegistry registry, IIngestionJobStore jobs, JobRunner runner, FileGate gate, JobOwners owners, TimeProvider clock)
    {
        _registry = registry;
        _jobs = jobs;
        _runner = runner;
        _gate = gate;
        _owners = owners;
        _clock = clock;
    }

    /// <summary>
    /// Takes a file and ingests it in the background. When the task ends the file is safe: its job goes on by itself after a crash. The header is checked before any record is
    /// read. A file whose content was ingested before appends nothing, unless forced; its result shows the first figures.
    /// </summary>
    /// <param name="upload">The file.</param>
    /// <param name="cancellationToken">Cancels the taking; nothing stays behind.</param>
    /// <returns>The job, waiting for its turn.</returns>
    /// <exception cref="IngestionException">
    /// <see cref="IngestionErrorCode.SourceNotFound"/>, <see cref="IngestionErrorCode.InvalidRequest"/> (no name; a contract that does not fit the source) or
    /// <see cref="IngestionErrorCode.UnreadableFile"/> (no, repeated or missing header names; another format).
    /// </exception>
    public async Task<IngestionJob> StartFileAsync(FileUpload upload, CancellationToken cancellationToken)
    {
        // The name stands in runs, in lineage and in messages for ever.
        if (string.IsNullOrWhiteSpace(upload.Name) || upload.Name.Length > LongestName || upload.Name.Any(char.IsControl))
        {
            throw new IngestionException(
                IngestionErrorCode.InvalidRequest,
                $"The file has the name '{upload.Name}'. Give it a name that people will know it by: 1 to {LongestName} characters without control characters.");
        }

        var runId = Guid.CreateVersion7(_clock.GetUtcNow());
        var job = await _gate.TakeAsync(runId, upload, Instant.Now(_clock), _runner.ProcessId, cancellationToken).ConfigureAwait(false);
        _runner.Schedule(job);
        return job;
    }

    /// <summary>How a job stands, whatever its source; null when there is none of that id.</summary>
    public async Task<IngestionStatus?> FindAsync(Guid runId, CancellationToken cancellationToken)
    {
        // The progress is asked for first: a job that ends in between is then shown as ended, never as running without progress.
        var progress = _runner.GetProgress(runId);
        return await _jobs.FindAsync(runId, cancellationToken).ConfigureAwait(false) is { } job
            ? StatusOf(job, progress, await _owners.FindClaimsAsync(progress is null && !job.HasEnded ? [runId] : [], cancellationToken).ConfigureAwait(false))
            : null;
    }

    /// <summary>How a job of the source stands.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.RunNotFound"/>.</exception>
    public async Task<IngestionStatus> GetAsync(string source, Guid runId, CancellationToken cancellationToken)
    {
        var status = await FindAsync(runId, cancellationToken).ConfigureAwait(false);
        return status?.Job.Subject == source
            ? status
            : throw new IngestionException(IngestionErrorCode.RunNotFound, $"Source '{source}' has no run '{runId}'. Take the id that the upload was answered with.");
    }

    /// <summary>Jobs of the source, newest first, at most <paramref name="limit"/>.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.SourceNotFound"/>.</exception>
    public async Task<IReadOnlyList<IngestionStatus>> ListAsync(string source, int limit, CancellationToken cancellationToken)
    {
        _registry.Require(source);
        var jobs = await _jobs.GetRecentAsync(source, limit, cancellationToken).ConfigureAwait(false);
        var claims = await _owners.FindClaimsAsync([.. jobs.Where(static job => !job.HasEnded).Select(static job => job.RunId)], cancellationToken).ConfigureAwait(false);
        return [.. jobs.Select(job => StatusOf(job, _runner.GetProgress(job.RunId), claims))];
    }

    /// <summary>Runs that read the topic or the table of the source in its version in force, newest first, at most <paramref name="limit"/>; none for a source without either.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.SourceNotFound"/>.</exception>
    public async Task<IReadOnlyList<IngestionJob>> ListFeedJobsAsync(string source, int limit, CancellationToken cancellationToken)
        => _registry.Require(source) is var found && (found.Topic is not null || found.Capture is not null)
            ? [.. (await _jobs.GetRecentAsync(FeedRunDescription.SubjectOf(found), limit, cancellationToken).ConfigureAwait(false)).Where(static job => job.Kind is IngestionJobKind.Topic or IngestionJobKind.Capture)]
            : [];

    /// <summary>Files and replays that wait for their turn, oldest first.</summary>
    public async Task<IReadOnlyList<IngestionJob>> ListQueuedAsync(CancellationToken cancellationToken)
        => [.. (await _jobs.GetUnfinishedAsync(cancellationToken).ConfigureAwait(false)).Where(static job => job.State == IngestionJobState.Queued)];

    /// <summary>Asks a job to end at its next batch; what it wrote until then stays, and the same file goes on behind it.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.RunNotFound"/>, <see cref="IngestionErrorCode.RunEnded"/>, or <see cref="IngestionErrorCode.RunNotCancellable"/> for a run of pushes or of a view.</exception>
    public async Task<IngestionStatus> CancelAsync(string source, Guid runId, CancellationToken cancellationToken)
    {
        var job = (await GetAsync(source, runId, cancellationToken).ConfigureAwait(false)).Job;
        if (job.HasEnded)
        {
            throw new IngestionException(IngestionErrorCode.RunEnded, EndedRun.Refuse($"run '{runId}' of '{job.Subject}'", job.EndedAt, job.State));
        }

        RefuseLasting(job, source);
        if (!await _runner.CancelAsync(runId, cancellationToken).ConfigureAwait(false) && !await _owners.AskToCancelAsync(runId, cancellationToken).ConfigureAwait(false))
        {
            // It waits in another process, or its process is gone: then it can be ended from here, since nothing of it is under way.
            var cancelling = job with { State = IngestionJobState.Cancelling };
            await _jobs.SaveAsync(cancelling, cancellationToken).ConfigureAwait(false);
            _runner.Schedule(cancelling);
        }

        return await GetAsync(source, runId, cancellationToken).ConfigureAwait(false);
    }

    private static void RefuseLasting(IngestionJob job, string source)
    {
        var reason = job.Kind switch
        {
            IngestionJobKind.CatchUp => $"writes the view '{job.Subject}', which goes on as long as the view is defined: every accepted event belongs in its stores. Remove the view to stop it.",
            IngestionJobKind.Enrichment => $"makes the events of '{job.Subject}', which goes on as long as the source is defined. Remove the source to stop it.",
            IngestionJobKind.Topic => $"reads a topic into '{job.Subject}', which goes on as long as the source names it. Remove 'topic' from the source to stop it.",
            IngestionJobKind.Capture => $"captures a table into '{job.Subject}', which goes on as long as the source names it. Remove 'capture' from the source to stop it.",
            IngestionJobKind.Push => $"collects the pushes to source '{source}' and ends by itself when none come any more. Set 'push: false' in the source to take none.",
            _ => null,
        };
        if (reason is not null)
        {
            throw new IngestionException(IngestionErrorCode.RunNotCancellable, $"The run '{job.RunId}' {reason}");
        }
    }

    private IngestionStatus StatusOf(IngestionJob job, IngestionProgress? here, IReadOnlyDictionary<Guid, RunClaim> claims)
    {
        if (job.HasEnded || here is not null)
        {
            return new IngestionStatus(job, job.HasEnded ? null : here);
        }

        var claim = claims.GetValueOrDefault(job.RunId);
        var isAsked = claim is { IsHolderRunning: true, IsCancelAsked: true };
        return new IngestionStatus(isAsked ? job with { State = IngestionJobState.Cancelling } : job, job.Progress)
        {
            IsInterrupted = job.State == IngestionJobState.Running && claim is not { IsHolderRunning: true } && claim?.Holder.Id != _owners.Mine,
        };
    }

    /// <summary>Completes with the job once it has ended; at once when it does not run in this process.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.RunNotFound"/>.</exception>
    public async Task<IngestionJob> WaitAsync(string source, Guid runId, CancellationToken cancellationToken)
    {
        await _runner.WaitAsync(runId, cancellationToken).ConfigureAwait(false);
        return (await GetAsync(source, runId, cancellationToken).ConfigureAwait(false)).Job;
    }
}
