namespace Lineage.Model;

/// <summary>What is known of a dataset under one of its names.</summary>
/// <param name="Id">Name.</param>
/// <param name="Seen">When events named it.</param>
/// <param name="Facets">Its facets.</param>
public sealed record DatasetRecord(DatasetId Id, SeenSpan Seen, FacetMap Facets) : IMergeable<DatasetRecord>
{
    /// <inheritdoc />
    public Guid Key => Id.Key.Value;

    /// <inheritdoc />
    public DatasetRecord Merge(DatasetRecord other) => new(Id, Seen.Merge(other.Seen), Facets.Merge(other.Facets));
}
