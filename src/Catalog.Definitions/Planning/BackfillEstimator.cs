using Catalog.Definitions.Model;
using Ingestion.Ports;
using FeatureStore.Model;
using Ingestion.Model;

namespace Catalog.Definitions.Planning;

/// <summary>Counts the events that a backfill goes through.</summary>
internal sealed class BackfillEstimator(IEventLog? log = null)
{
    /// <summary>The plan with the number of events at each backfill; as it is where no event log is at hand.</summary>
    public async Task<DefinitionPlan> AddRowsAsync(DefinitionPlan plan, DefinitionParts? next, CancellationToken cancellationToken)
    {
        if (log is null || next is null)
        {
            return plan;
        }

        var changes = new List<PlannedChange>(plan.Changes.Count);
        foreach (var change in plan.Changes)
        {
            var read = next.Models.GetValueOrDefault(change.Id) switch { FeatureView view => view.Source, Source source => source.From, _ => null };
            var rows = read is not null && change.Consequences.Any(static c => c.Kind == ConsequenceKind.Backfill)
                ? await CountAsync(log, read, cancellationToken).ConfigureAwait(false)
                : null;
            changes.Add(change with
            {
                Consequences = [.. change.Consequences.Select(c => c.Kind == ConsequenceKind.Backfill ? c with { Rows = rows } : c)],
            });
        }

        return plan with { Changes = changes };
    }

    // Null, not 0, for a source without a log: there is nothing to go through.
    private static async Task<long?> CountAsync(IEventLog log, string source, CancellationToken cancellationToken)
    {
        var partitions = await log.GetPartitionCountAsync(source, cancellationToken).ConfigureAwait(false);
        long? count = null;
        for (var partition = 0; partition < partitions; partition++)
        {
            count = (count ?? 0) + await log.GetEndOffsetAsync(source, partition, cancellationToken).ConfigureAwait(false);
        }

        return count;
    }
}
