using Ingestion;
using Ingestion.Enrichments;
using Ingestion.Model;
using Ingestion.Ports;

namespace Catalog.Web.Queries;

/// <summary>Tells what is in the sources: in the log, in the quarantine, and what was done last.</summary>
internal sealed class SourceOverviews(ISourceRegistry registry, IngestionService ingestion, IEventLog log, IQuarantineStore quarantine, IEnrichmentStatuses enrichments, FeedStates feeds)
{
    /// <summary>All sources by name.</summary>
    internal async Task<IReadOnlyList<SourceOverview>> ListAsync(CancellationToken cancellationToken)
    {
        var open = await quarantine.CountBySourceAsync(new QuarantineFilter { State = QuarantineState.Open }, cancellationToken);
        var overviews = new List<SourceOverview>();
        foreach (var source in registry.Sources)
        {
            var last = await ingestion.ListAsync(source.Name, limit: 1, cancellationToken);
            var events = await log.CountEventsAsync(source.Name, cancellationToken);
            overviews.Add(new SourceOverview(source, events, open.GetValueOrDefault(source.Name), last is [var newest] ? newest : null, enrichments.Of(source), feeds.TopicOf(source), feeds.CaptureOf(source)));
        }

        return overviews;
    }
}
