using Ingestion.Model;

namespace Ingestion.Ports;

/// <summary>Keeps jobs over restarts. Thread-safe. When a task ends, what it wrote survives a crash.</summary>
public interface IIngestionJobStore
{
    /// <summary>Stores a new job, or a new state of the one with the same run id.</summary>
    Task SaveAsync(IngestionJob job, CancellationToken cancellationToken);

    /// <summary>The job of that run; null when there is none.</summary>
    Task<IngestionJob?> FindAsync(Guid runId, CancellationToken cancellationToken);

    /// <summary>Jobs that have not ended, oldest first.</summary>
    Task<IReadOnlyList<IngestionJob>> GetUnfinishedAsync(CancellationToken cancellationToken);

    /// <summary>Jobs, newest first.</summary>
    /// <param name="subject">Only jobs of this source or view version; null: of any.</param>
    /// <param name="limit">Jobs at most.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    Task<IReadOnlyList<IngestionJob>> GetRecentAsync(string? subject, int limit, CancellationToken cancellationToken);
}
