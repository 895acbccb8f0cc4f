using Ingestion;
using Ingestion.Enrichments;
using Ingestion.Model;
using Ingestion.Ports;

namespace Catalog.Web.Queries;

/// <summary>Tells what is in the sources: in the log, in the quarantine, and what was done last.</summary>
internal sealed class SourceOverviews(ISourceRegistry registry, IngestionService ingestion, EventNumbers events, IQuarantineStore quarantine, IEnrichmentStatuses enrichments, FeedStates feeds)
{
    /// <summary>All sources by name.</summary>
    internal async Task<IReadOnlyList<SourceOverview>> ListAsync(CancellationToken cancellationToken)
    {
        var open = await quarantine.CountBySourceAsync(new QuarantineFilter { State = QuarantineState.Open }, cancellationToken);
        var overviews = new List<SourceOverview>();
        var sources = registry.Sources;
        var counts = await events.CountAsync(sources.Select(static source => source.Name), cancellationToken);
        foreach (var source in sources)
        {
            var last = await ingestion.ListAsync(source.Name, limit: 1, cancellationToken);
            overviews.Add(new SourceOverview(source, counts[source.Name], open.GetValueOrDefault(source.Name), last is [var newest] ? newest : null, enrichments.Of(source), feeds.TopicOf(source), feeds.CaptureOf(source)));
        }

        return overviews;
    }
}
