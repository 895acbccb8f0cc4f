using System.Collections.Concurrent;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Tests.Testing;

/// <summary>Jobs in memory.</summary>
internal sealed class MemoryJobs : IIngestionJobStore
{
    private readonly ConcurrentDictionary<Guid, IngestionJob> _jobs = new();

    public Task SaveAsync(IngestionJob job, CancellationToken cancellationToken)
    {
        _jobs[job.RunId] = job;
        return Task.CompletedTask;
    }

    public Task<IngestionJob?> FindAsync(Guid runId, CancellationToken cancellationToken) => Task.FromResult(_jobs.GetValueOrDefault(runId));

    public Task<IReadOnlyList<IngestionJob>> GetUnfinishedAsync(CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<IngestionJob>>([.. _jobs.Values.Where(static job => !job.HasEnded).OrderBy(static job => job.RunId)]);

    public Task<IReadOnlyList<IngestionJob>> GetRecentAsync(string? subject, int limit, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<IngestionJob>>(
            [.. _jobs.Values.Where(job => subject is null || job.Subject == subject).OrderByDescending(static job => job.RunId).Take(limit)]);
}
