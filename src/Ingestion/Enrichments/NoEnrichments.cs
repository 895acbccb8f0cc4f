namespace Ingestion.Enrichments;

/// <summary>Where no stream is enriched.</summary>
internal sealed class NoEnrichments : IEnrichmentStatuses
{
    public IReadOnlyList<EnrichmentStatus> Statuses => [];
}
