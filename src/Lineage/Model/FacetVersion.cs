namespace Lineage.Model;

/// <summary>What one event said about a facet.</summary>
/// <param name="Stamp">When it was said.</param>
/// <param name="Json">The facet as compact JSON with sorted keys; null when the event deleted it.</param>
public sealed record FacetVersion(Stamp Stamp, string? Json);
