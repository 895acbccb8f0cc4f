using FeatureStore.TrainingSets;
using Ingestion;
using Lineage.Runs;

namespace Catalog.Web.Queries.Runs;

/// <summary>Stops runs, whichever module carries them out.</summary>
internal sealed class RunControl(IngestionService ingestion, TrainingSetService sets, IRunQueries runs)
{
    internal async Task CancelAsync(Guid runId, CancellationToken cancellationToken)
    {
        if (await sets.FindAsync(runId, cancellationToken) is not null)
        {
            await sets.CancelAsync(runId, cancellationToken);
        }
        else if (await runs.FindAsync(runId, null, cancellationToken) is { } run && RunWords.SourceOf(run.Summary) is { } source)
        {
            await ingestion.CancelAsync(source, runId, cancellationToken);
        }
    }
}
