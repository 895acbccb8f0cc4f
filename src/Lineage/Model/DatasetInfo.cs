namespace Lineage.Model;

/// <summary>A dataset with everything that is known under any of its names.</summary>
/// <param name="Id">The shown name.</param>
/// <param name="Names">All names, the shown one among them, sorted.</param>
/// <param name="Seen">When events named it.</param>
/// <param name="Facets">For each facet the latest, under whichever name it was stated.</param>
/// <param name="Schema">The latest schema; null when none is known.</param>
public sealed record DatasetInfo(DatasetId Id, IReadOnlyList<DatasetId> Names, SeenSpan Seen, FacetMap Facets, SchemaRecord? Schema);
