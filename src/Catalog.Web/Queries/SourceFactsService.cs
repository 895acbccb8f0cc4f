using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions;
using Ingestion.Enrichments;
using Ingestion.Model;
using Ingestion.Ports;

namespace Catalog.Web.Queries;

/// <summary>Tells what is in sources: in the log, in the quarantine, and how new it is. Thread-safe.</summary>
public sealed class SourceFactsService(
    DefinitionRegistry registry, FreshnessService freshness, EventNumbers events, IQuarantineStore quarantine, IEnrichmentStatuses enrichments, FeedStates feeds, TimeProvider clock)
{
    /// <summary>These sources by name; names of none are passed over.</summary>
    /// <param name="sources">Names; null: all.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    public async Task<IReadOnlyList<SourceFacts>> ListAsync(IReadOnlyCollection<string>? sources, CancellationToken cancellationToken)
    {
        var definitions = registry.Current;
        var fresh = await freshness.GetAllAsync(cancellationToken);
        var open = await quarantine.CountBySourceAsync(new QuarantineFilter { State = QuarantineState.Open }, cancellationToken);
        var views = definitions.Views.ToLookup(static view => view.Source);
        var now = Instant.Now(clock);
        var facts = new List<SourceFacts>();
        var wanted = definitions.Sources.Where(source => sources?.Contains(source.Name) ?? true).ToList();
        var arriving = events.FindNewestArrivalsAsync(wanted.Select(static source => source.Name), cancellationToken);
        var counts = await events.CountAsync(wanted.Select(static source => source.Name), cancellationToken);
        var arrivals = await arriving;
        foreach (var source in wanted)
        {
            var contract = source.Contract is { } name ? definitions.FindModel<Contract>(DefinitionKind.Contract, name) : null;
            facts.Add(new SourceFacts
            {
                Source = source,
                Contract = contract,
                EventCount = counts[source.Name],
                NewestArrival = arrivals[source.Name],
                NewestEvent = views[source.Name].Select(view => fresh.GetValueOrDefault(view.Name)?.NewestEvent).Max(),
                Promise = LatencyPromise.Of(definitions, source.Name, source.TimestampColumn),
                OpenQuarantined = open.GetValueOrDefault(source.Name),
                Stream = enrichments.Of(source),
                Topic = feeds.TopicOf(source),
                Capture = feeds.CaptureOf(source),
                At = now,
            });
        }

        return facts;
    }

    /// <summary>One source; null when it is not in force.</summary>
    public async Task<SourceFacts?> FindAsync(string name, CancellationToken cancellationToken)
        => await ListAsync([name], cancellationToken) is [var facts] ? facts : null;
}
