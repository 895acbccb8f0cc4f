using System.Text;

namespace Catalog.Definitions.Search;

/// <summary>
/// What was asked for: words, all of which must be found, and facets such as <c>kind:FeatureView domain:loyalty</c>. Values of one facet are
/// alternatives, different facets narrow each other. The text of a query is its address; <see cref="ToString"/> writes it back.
/// </summary>
public sealed record SearchQuery
{
    /// <summary>Everything.</summary>
    public static readonly SearchQuery All = new();

    /// <summary>Words in lower case.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Chosen values of each facet, in lower case; a facet without an entry does not narrow.</summary>
    public IReadOnlyDictionary<SearchFacet, IReadOnlySet<string>> Facets { get; init; } = new Dictionary<SearchFacet, IReadOnlySet<string>>();

    /// <summary>Reads a query. Every text is one: a word with a colon that names no facet is a word.</summary>
    public static SearchQuery Parse(string? text)
    {
        var words = new List<string>();
        var facets = new SortedDictionary<SearchFacet, IReadOnlySet<string>>();
        foreach (var part in (text ?? string.Empty).ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = part.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && colon < part.Length - 1 && TryParseFacet(part[..colon], out var facet))
            {
                var values = facets.TryGetValue(facet, out var chosen) ? chosen : new SortedSet<string>(StringComparer.Ordinal);
                facets[facet] = new SortedSet<string>(values, StringComparer.Ordinal) { part[(colon + 1)..] };
            }
            else
            {
                words.Add(part);
            }
        }

        return new SearchQuery { Words = words, Facets = facets };
    }

    /// <summary>Whether this value of the facet is chosen.</summary>
    public bool Has(SearchFacet facet, string value)
        => Facets.TryGetValue(facet, out var values) && values.Contains(value.ToLowerInvariant());

    /// <summary>The same query with this value chosen if it was not, and not chosen if it was.</summary>
    public SearchQuery Toggle(SearchFacet facet, string value)
    {
        var lower = value.ToLowerInvariant();
        var values = new SortedSet<string>(Facets.GetValueOrDefault(facet) ?? new SortedSet<string>(), StringComparer.Ordinal);
        if (!values.Remove(lower))
        {
            values.Add(lower);
        }

        var facets = new SortedDictionary<SearchFacet, IReadOnlySet<string>>(Facets.ToDictionary());
        facets[facet] = values;
        if (values.Count == 0)
        {
            facets.Remove(facet);
        }

        return this with { Facets = facets };
    }

    /// <summary>Words first, then facets in a fixed order: equal queries give equal texts.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(string.Join(' ', Words));
        foreach (var (facet, values) in Facets.OrderBy(static entry => entry.Key))
        {
            foreach (var value in values)
            {
                text.Append(text.Length > 0 ? " " : string.Empty).Append(facet.ToString().ToLowerInvariant()).Append(':').Append(value);
            }
        }

        return text.ToString();
    }

    private static bool TryParseFacet(string text, out SearchFacet facet)
        => Enum.TryParse(text, ignoreCase: true, out facet) && Enum.IsDefined(facet) && char.IsLetter(text[0]);
}
