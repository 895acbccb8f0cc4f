namespace Catalog.Persistence.FeatureStore;

/// <summary>What the lookup log of a process held when it last said so.</summary>
internal sealed class LookupLogEntity
{
    public required string Log { get; init; }

    public long First { get; set; }

    public long End { get; set; }
}
