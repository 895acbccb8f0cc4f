namespace Ingestion.Enrichments;

/// <summary>Tells how far the enriched streams are. Thread-safe.</summary>
public interface IEnrichmentStatuses
{
    /// <summary>By source and partition; empty where nothing is enriched in this process.</summary>
    IReadOnlyList<EnrichmentStatus> Statuses { get; }
}
