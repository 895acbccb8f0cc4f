using Ingestion.Enrichments;
using Ingestion.Model;

namespace Catalog.Web.Queries;

/// <summary>Looks up how far enriched sources are.</summary>
internal static class EnrichmentStatusesExtensions
{
    /// <summary>How far the making of a source is; null for a source that is not made of another.</summary>
    internal static StreamState? Of(this IEnrichmentStatuses enrichments, Source source)
        => source.From is null ? null : new StreamState([.. enrichments.Statuses.Where(status => status.Source == source.Name)]);
}
