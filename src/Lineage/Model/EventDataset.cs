namespace Lineage.Model;

/// <summary>A dataset as an event names it.</summary>
/// <param name="Id">Name.</param>
/// <param name="Facets">Facets of the dataset; a null value deletes the facet.</param>
/// <param name="DirectionFacets">Facets of this use of it (<c>inputFacets</c> or <c>outputFacets</c>).</param>
public sealed record EventDataset(
    DatasetId Id, IReadOnlyDictionary<string, string?> Facets, IReadOnlyDictionary<string, string?> DirectionFacets);
