using Catalog.Core.Values;
using Ingestion.Files;
using Ingestion.Jobs;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion;

/// <summary>Takes files into sources and tells how that goes. Thread-safe.</summary>
public sealed class IngestionService
{
    private readonly ISourceRegistry _registry;
    private readonly IIngestionJobStore _jobs;
    private readonly JobRunner _runner;
    private readonly FileGate _gate;
    private readonly TimeProvider _clock;

    internal IngestionService(ISourceRegistry registry, IIngestionJobStore jobs, JobRunner runner, FileGate gate, TimeProvider clock)
    {
        _registry = registry;
        _jobs = jobs;
        _runner = runner;
        _gate = gate;
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
        if (string.IsNullOrWhiteSpace(upload.Name))
        {
            throw new IngestionException(IngestionErrorCode.InvalidRequest, $"The file has the name '{upload.Name}'. Give it a name that people will know it by.");
        }

        var runId = Guid.CreateVersion7(_clock.GetUtcNow());
        var job = await _gate.TakeAsync(runId, upload, Instant.Now(_clock), cancellationToken).ConfigureAwait(false);
        _runner.Schedule(job);
        return job;
    }

    /// <summary>How a job of the source stands.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.RunNotFound"/>.</exception>
    public async Task<IngestionStatus> GetAsync(string source, Guid runId, CancellationToken cancellationToken)
    {
        // The progress is asked for first: a job that ends in between is then shown as ended, never as running without progress.
        var progress = _runner.GetProgress(runId);
        var job = await _jobs.FindAsync(runId, cancellationToken).ConfigureAwait(false);
        return job is not null && job.Subject == source
            ? new IngestionStatus(job, job.HasEnded ? null : progress)
            : throw new IngestionException(IngestionErrorCode.RunNotFound, $"Source '{source}' has no run '{runId}'. Take the id that the upload was answered with.");
    }

    /// <summary>Jobs of the source, newest first, at most <paramref name="limit"/>.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.SourceNotFound"/>.</exception>
    public Task<IReadOnlyList<IngestionJob>> ListAsync(string source, int limit, CancellationToken cancellationToken)
        => _registry.FindSource(source) is null
            ? throw new IngestionException(IngestionErrorCode.SourceNotFound, $"There is no source '{source}'. Apply a definition of kind Source with that name.")
            : _jobs.GetRecentAsync(source, limit, cancellationToken);

    /// <summary>Asks a job to end at its next batch; what it wrote until then stays, and the same file goes on behind it. A job that has ended is left as it is.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.RunNotFound"/>.</exception>
    public async Task<IngestionStatus> CancelAsync(string source, Guid runId, CancellationToken cancellationToken)
    {
        await GetAsync(source, runId, cancellationToken).ConfigureAwait(false);
        await _runner.CancelAsync(runId, cancellationToken).ConfigureAwait(false);
        return await GetAsync(source, runId, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Completes with the job once it has ended; at once when it does not run in this process.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.RunNotFound"/>.</exception>
    public async Task<IngestionJob> WaitAsync(string source, Guid runId, CancellationToken cancellationToken)
    {
        await _runner.WaitAsync(runId, cancellationToken).ConfigureAwait(false);
        return (await GetAsync(source, runId, cancellationToken).ConfigureAwait(false)).Job;
    }
}
