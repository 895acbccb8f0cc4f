using Lineage.Model;
using Lineage.Runs;

namespace Lineage.Ports;

/// <summary>Reads runs and keeps their progress. Thread-safe.</summary>
public interface IRunStore
{
    /// <summary>Runs by <see cref="RunRecord.SortTime"/>, latest first; ties by key.</summary>
    Task<StoredRunPage> ListRunsAsync(RunFilter filter, CancellationToken cancellationToken);

    /// <summary>The runs with this id, earliest first. More than one when jobs share a run id; empty when there is none.</summary>
    Task<IReadOnlyList<StoredRun>> FindRunsAsync(Guid runId, CancellationToken cancellationToken);

    /// <summary>The latest run of each job by <see cref="RunRecord.SortTime"/>; jobs that never ran are absent.</summary>
    Task<IReadOnlyDictionary<JobId, StoredRun>> FindLatestRunsAsync(IReadOnlyCollection<JobId> jobs, CancellationToken cancellationToken);

    /// <summary>What a run read and wrote, inputs first, then by name. Empty when the run is unknown.</summary>
    Task<IReadOnlyList<RunDatasetRecord>> ListRunDatasetsAsync(RunKey run, CancellationToken cancellationToken);

    /// <summary>Number of runs by state; a state without runs is absent. Only the filter's kind and domain count.</summary>
    Task<IReadOnlyDictionary<RunState, long>> CountRunsAsync(RunFilter filter, CancellationToken cancellationToken);

    /// <summary>Replaces the progress kept for a run. The run need not be known yet.</summary>
    Task SaveProgressAsync(RunKey run, RunProgress progress, CancellationToken cancellationToken);
}
