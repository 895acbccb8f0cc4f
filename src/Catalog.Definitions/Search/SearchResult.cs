namespace Catalog.Definitions.Search;

/// <summary>The answer to a query.</summary>
/// <param name="Hits">Best first; of equal tiers what defines its parts before what uses those of others, then by title and name.</param>
/// <param name="Facets">For each facet its values with the number of results that choosing it would leave, given the words and the other facets; largest first.</param>
/// <param name="Searched">How many documents were searched.</param>
public sealed record SearchResult(
    IReadOnlyList<SearchHit> Hits, IReadOnlyDictionary<SearchFacet, IReadOnlyList<FacetCount>> Facets, int Searched);

/// <summary>One result.</summary>
/// <param name="Document">What was found.</param>
/// <param name="Tier">How well it fits.</param>
/// <param name="Columns">Features, columns or ports that a word was found in.</param>
public sealed record SearchHit(SearchDocument Document, SearchTier Tier, IReadOnlyList<string> Columns)
{
    /// <summary>Words of it that are like those that were searched; empty unless it is <see cref="SearchTier.WordForm"/> or <see cref="SearchTier.Similar"/>.</summary>
    public IReadOnlyList<string> Near { get; init; } = [];
}

/// <summary>One value of a facet.</summary>
/// <param name="Value">The value.</param>
/// <param name="Count">How many results choosing it would leave.</param>
public sealed record FacetCount(string Value, int Count);
