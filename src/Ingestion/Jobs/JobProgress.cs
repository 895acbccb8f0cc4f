using Catalog.Core.Events;
using Ingestion.Batches;

namespace Ingestion.Jobs;

/// <summary>How far a running job is. Written by the job, read by anybody.</summary>
internal sealed class JobProgress(IRun run)
{
    private volatile IngestionProgress _current = new(0, 0, 0, 0, null);

    internal IngestionProgress Current => _current;

    internal void Report(IngestionTally tally, long done, long? total)
    {
        _current = new IngestionProgress(tally.Read, tally.Accepted, tally.Quarantined, done, total);
        run.Report(done, total);
    }
}
