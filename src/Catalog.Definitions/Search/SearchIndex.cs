using Catalog.Core.Text;

namespace Catalog.Definitions.Search;

/// <summary>
/// Searches in memory. Immutable: a change makes a new index, so an answer never mixes two states. Thread-safe.
/// </summary>
public sealed class SearchIndex
{
    private readonly IReadOnlyList<IndexedDocument> _documents;
    private readonly Dictionary<SearchId, IndexedDocument> _byId;

    /// <summary>Indexes the documents, whose ids differ.</summary>
    public SearchIndex(IEnumerable<SearchDocument> documents)
        : this([.. documents.Select(static document => new IndexedDocument(document))])
    {
    }

    private SearchIndex(IReadOnlyList<IndexedDocument> documents)
    {
        _documents = documents;
        _byId = documents.ToDictionary(static document => document.Document.Id);
    }

    /// <summary>The same index with more in it; what is there already is not cut into words again.</summary>
    public SearchIndex With(IEnumerable<SearchDocument> documents)
        => new([.. _documents, .. documents.Select(static document => new IndexedDocument(document))]);

    /// <summary>What a thing is found by; null when it is not in the index.</summary>
    public SearchDocument? Find(SearchId id) => _byId.GetValueOrDefault(id)?.Document;

    /// <summary>Finds everything that fits. Without words everything fits.</summary>
    /// <param name="query">The query.</param>
    /// <param name="freshness">The value of <see cref="SearchFacet.Freshness"/> by id; what is not in it has none.</param>
    public SearchResult Find(SearchQuery query, IReadOnlyDictionary<SearchId, string>? freshness = null)
    {
        var matches = new List<(SearchHit Hit, IndexedDocument Document)>();
        foreach (var document in _documents)
        {
            if (SearchMatcher.Match(document, query.Words) is { } hit)
            {
                matches.Add((hit, document));
            }
        }

        var hits = matches.Where(match => Passes(match.Document, query, freshness, except: null)).Select(static match => match.Hit)
            .OrderBy(static hit => hit.Tier)
            .ThenBy(static hit => hit.Document.IsUser)
            .ThenBy(static hit => hit.Document.Title, StringComparer.OrdinalIgnoreCase)
            .ThenBy(static hit => hit.Document.Id.Name, StringComparer.Ordinal);
        return new SearchResult([.. hits], CountFacets(matches, query, freshness), _documents.Count);
    }

    /// <summary>Names near a text for which nothing was found, nearest first, at most five.</summary>
    public IReadOnlyList<SearchDocument> Near(string text)
        => [.. _documents
            .Select(document => (document.Document, Distance: document.NameWords.Concat(document.ColumnWords)
                .Select(word => EditDistance.Between(word, text.ToLowerInvariant())).DefaultIfEmpty(int.MaxValue).Min()))
            .Where(entry => entry.Distance <= Math.Max(2, text.Length / 2))
            .OrderBy(static entry => entry.Distance).ThenBy(static entry => entry.Document.Title, StringComparer.OrdinalIgnoreCase)
            .Select(static entry => entry.Document).Take(5)];

    private static Dictionary<SearchFacet, IReadOnlyList<FacetCount>> CountFacets(
        List<(SearchHit Hit, IndexedDocument Document)> matches, SearchQuery query, IReadOnlyDictionary<SearchId, string>? freshness)
    {
        var facets = new Dictionary<SearchFacet, IReadOnlyList<FacetCount>>();
        foreach (var facet in Enum.GetValues<SearchFacet>())
        {
            var counts = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
            foreach (var (_, document) in matches)
            {
                var counted = Passes(document, query, freshness, except: facet) ? 1 : 0;
                foreach (var value in document.FacetValues(facet, freshness))
                {
                    counts[value] = counts.GetValueOrDefault(value) + counted;
                }
            }

            // What was chosen is shown, so that it can be taken back, also where nothing has it.
            foreach (var chosen in query.Facets.GetValueOrDefault(facet) ?? new HashSet<string>())
            {
                counts.TryAdd(chosen, 0);
            }

            facets[facet] = [.. counts.Select(static entry => new FacetCount(entry.Key, entry.Value))
                .OrderByDescending(static entry => entry.Count).ThenBy(static entry => entry.Value, StringComparer.OrdinalIgnoreCase)];
        }

        return facets;
    }

    private static bool Passes(IndexedDocument document, SearchQuery query, IReadOnlyDictionary<SearchId, string>? freshness, SearchFacet? except)
    {
        foreach (var (facet, chosen) in query.Facets)
        {
            if (facet != except && !document.FacetValues(facet, freshness).Any(value => chosen.Contains(value.ToLowerInvariant())))
            {
                return false;
            }
        }

        return true;
    }
}
