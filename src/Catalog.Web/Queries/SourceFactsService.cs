using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions;
using Ingestion.Model;
using Ingestion.Ports;

namespace Catalog.Web.Queries;

/// <summary>Tells what is in sources: in the log, in the quarantine, and how new it is. Thread-safe.</summary>
public sealed class SourceFactsService(
    DefinitionRegistry registry, FreshnessService freshness, IEventLog log, IQuarantineStore quarantine, TimeProvider clock)
{
    /// <summary>These sources by name; names of none are passed over.</summary>
    /// <param name="sources">Names; null: all.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    public async Task<IReadOnlyList<SourceFacts>> ListAsync(IReadOnlyCollection<string>? sources, CancellationToken cancellationToken)
    {
        var definitions = registry.Current;
        var fresh = await freshness.GetAllAsync(cancellationToken);
        var views = definitions.Views.ToLookup(static view => view.Source);
        var now = Instant.Now(clock);
        var facts = new List<SourceFacts>();
        foreach (var source in definitions.Sources.Where(source => sources?.Contains(source.Name) ?? true))
        {
            var contract = source.Contract is { } name ? definitions.FindModel<Contract>(DefinitionKind.Contract, name) : null;
            var (count, arrival) = await ReadLogAsync(source.Name, cancellationToken);
            facts.Add(new SourceFacts
            {
                Source = source,
                Contract = contract,
                EventCount = count,
                NewestArrival = arrival,
                NewestEvent = views[source.Name].Select(view => fresh.GetValueOrDefault(view.Name)?.NewestEvent).Max(),
                Promise = LatencyPromise.Find(contract, source.Name, source.TimestampColumn),
                OpenQuarantined = await quarantine.CountAsync(new QuarantineFilter { Source = source.Name, State = QuarantineState.Open }, cancellationToken),
                At = now,
            });
        }

        return facts;
    }

    /// <summary>One source; null when it is not in force.</summary>
    public async Task<SourceFacts?> FindAsync(string name, CancellationToken cancellationToken)
        => await ListAsync([name], cancellationToken) is [var facts] ? facts : null;

    private async Task<(long Count, Instant? Newest)> ReadLogAsync(string topic, CancellationToken cancellationToken)
    {
        var count = 0L;
        Instant? newest = null;
        var partitions = await log.GetPartitionCountAsync(topic, cancellationToken);
        for (var partition = 0; partition < partitions; partition++)
        {
            var end = await log.GetEndOffsetAsync(topic, partition, cancellationToken);
            count += end;
            if (end > 0 && (await log.ReadAsync(topic, partition, end - 1, maxRecords: 1, cancellationToken)) is [var last, ..])
            {
                newest = newest is { } time && time > last.ArrivalTime ? time : last.ArrivalTime;
            }
        }

        return (count, newest);
    }
}
