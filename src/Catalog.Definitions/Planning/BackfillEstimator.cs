using Catalog.Definitions.Model;
using Ingestion.Ports;
using FeatureStore.Model;
using Ingestion.Model;

namespace Catalog.Definitions.Planning;

/// <summary>Counts the events that a backfill goes through.</summary>
internal sealed class BackfillEstimator(IEventLog? log = null)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

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

    // Null, not 0, for a source without a log: there is nothing to go through. Null, too, where the log has to count first: a plan does not wait for that.
    private static async Task<long?> CountAsync(IEventLog log, string source, CancellationToken cancellationToken)
    {
        if (await log.GetPartitionCountAsync(source, cancellationToken).ConfigureAwait(false) == 0)
        {
            return null;
        }

        try
        {
            return await log.CountAsync(source, cancellationToken).AsTask().WaitAsync(Patience, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
