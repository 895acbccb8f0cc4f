namespace Lineage.Model;

/// <summary>What is known of a job.</summary>
/// <param name="Id">Name.</param>
/// <param name="Seen">When events named it.</param>
/// <param name="Facets">Its facets.</param>
public sealed record JobRecord(JobId Id, SeenSpan Seen, FacetMap Facets) : IMergeable<JobRecord>
{
    /// <inheritdoc />
    public Guid Key => Id.Key.Value;

    /// <inheritdoc />
    public JobRecord Merge(JobRecord other) => new(Id, Seen.Merge(other.Seen), Facets.Merge(other.Facets));
}
