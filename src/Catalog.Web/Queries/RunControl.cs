using Catalog.Core.Errors;
using FeatureStore.TrainingSets;
using FeatureStore.Verifications;
using Ingestion;
using Lineage.Model;
using Lineage.Runs;

namespace Catalog.Web.Queries;

/// <summary>Stops runs, whichever module carries them out.</summary>
internal sealed class RunControl(IngestionService ingestion, TrainingSetService sets, VerificationService verifications, IRunQueries runs)
{
    /// <summary>Asks the run to stop.</summary>
    /// <exception cref="CatalogException">There is no such run, it cannot be stopped, or it has ended.</exception>
    internal async Task CancelAsync(Guid runId, CancellationToken cancellationToken)
    {
        if (await ingestion.FindAsync(runId, cancellationToken) is { } job)
        {
            await ingestion.CancelAsync(job.Job.Subject, runId, cancellationToken);
        }
        else if (await sets.FindAsync(runId, cancellationToken) is not null)
        {
            await sets.CancelAsync(runId, cancellationToken);
        }
        else if (await verifications.FindAsync(runId, cancellationToken) is not null)
        {
            await verifications.CancelAsync(runId, cancellationToken);
        }
        else
        {
            throw await runs.FindSummaryAsync(runId, cancellationToken) is not { } run
                ? new IngestionException(IngestionErrorCode.RunNotFound, $"There is no run '{runId}'; /api/v1/runs lists what there is.")
                : run.State is RunState.Completed or RunState.Failed or RunState.Aborted
                ? new IngestionException(IngestionErrorCode.RunEnded, EndedRun.Refuse($"run '{runId}' of job '{run.Job.Name}'", run.EndedAt, run.State))
                : new IngestionException(
                    IngestionErrorCode.RunNotCancellable,
                    $"The run '{runId}' of job '{run.Job.Name}' cannot be stopped here: only files, replays, training sets and verifications can. The writer of a view goes on as long as the view is defined.");
        }
    }
}
