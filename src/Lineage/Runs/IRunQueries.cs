using Lineage.Model;

namespace Lineage.Runs;

/// <summary>Answers what runs there are and how far they are. Runs of this process show their progress of this moment. Thread-safe.</summary>
public interface IRunQueries
{
    /// <summary>Runs, latest first.</summary>
    /// <exception cref="LineageException">The limit is out of range or the cursor is none of this list.</exception>
    Task<RunPage> ListAsync(RunFilter filter, CancellationToken cancellationToken);

    /// <summary>One run; null when it is unknown.</summary>
    /// <param name="runId">Id of the run.</param>
    /// <param name="job">Its job; null takes the job that used the id first.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<RunDetail?> FindAsync(Guid runId, JobId? job, CancellationToken cancellationToken);

    /// <summary>One run as lists show it, of the job that used the id first; null when it is unknown.</summary>
    Task<RunSummary?> FindSummaryAsync(Guid runId, CancellationToken cancellationToken);

    /// <summary>Number of runs by state; of the filter only kind and domain count. States without runs are absent.</summary>
    Task<IReadOnlyDictionary<RunState, long>> CountAsync(RunFilter filter, CancellationToken cancellationToken);
}
