using Catalog.Core.Text;

namespace Catalog.Definitions.Search;

/// <summary>Decides whether a document fits the words of a query, and how well.</summary>
internal static class SearchMatcher
{
    internal static SearchHit? Match(IndexedDocument document, IReadOnlyList<string> words)
    {
        if (words.Count == 0)
        {
            return new SearchHit(document.Document, SearchTier.Description, []);
        }

        var tier = TierOf(document, words);
        if (tier is not { } known)
        {
            return null;
        }

        List<string> near = known switch
        {
            SearchTier.Similar => [.. document.NameWords.Concat(document.ColumnWords).Where(candidate => words.Any(word => IsSimilar(candidate, word))).Distinct(StringComparer.Ordinal)],
            SearchTier.WordForm => [.. PoolsOf(document).SelectMany(static pool => pool).Where(candidate => words.Any(word => IsForm(candidate, word))).Distinct(StringComparer.Ordinal)],
            _ => [],
        };
        var isDescribed = known is SearchTier.PartDescription or SearchTier.WordForm;
        return new SearchHit(document.Document, known, MatchingColumns(document.Document, [.. words, .. near], isDescribed)) { Near = near };
    }

    private static SearchTier? TierOf(IndexedDocument document, IReadOnlyList<string> words)
    {
        var text = string.Join(' ', words);
        if (text == document.Name)
        {
            return SearchTier.ExactName;
        }

        if (text == document.Title)
        {
            return SearchTier.ExactTitle;
        }

        if (words.All(word => document.NameWords.Contains(word)))
        {
            return SearchTier.NameWords;
        }

        var pools = PoolsOf(document);
        SearchTier[] tiers = [SearchTier.NamePrefix, SearchTier.Column, SearchTier.Tag, SearchTier.Description, SearchTier.PartDescription];
        for (var widest = 0; widest < pools.Length; widest++)
        {
            if (words.All(word => pools.Take(widest + 1).Any(pool => HasPrefix(pool, word))))
            {
                return tiers[widest];
            }
        }

        if (words.All(word => pools.Any(pool => HasPrefix(pool, word) || pool.Any(candidate => IsForm(candidate, word)))))
        {
            return SearchTier.WordForm;
        }

        return words.All(word => IsSimilar(document.NameWords, word) || IsSimilar(document.ColumnWords, word)) ? SearchTier.Similar : null;
    }

    private static IReadOnlyList<string>[] PoolsOf(IndexedDocument document)
        => [document.NameWords, document.ColumnWords, document.TagWords, document.DescriptionWords, document.ColumnDescriptionWords];

    private static List<string> MatchingColumns(SearchDocument document, IReadOnlyList<string> words, bool isDescribed)
        => [.. document.Columns.Where(column => Has(column, words) || (isDescribed && document.ColumnDescriptions.TryGetValue(column, out var description) && Has(description, words)))];

    private static bool Has(string text, IReadOnlyList<string> words)
        => IndexedDocument.Words(text).Any(part => words.Any(word => part.StartsWith(word, StringComparison.Ordinal)));

    private static bool HasPrefix(IReadOnlyList<string> pool, string word)
    {
        foreach (var candidate in pool)
        {
            if (candidate.StartsWith(word, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSimilar(IReadOnlyList<string> pool, string word)
        => pool.Any(candidate => IsSimilar(candidate, word));

    /// <summary>Whether both begin alike for three quarters of their letters, at least four.</summary>
    private static bool IsForm(string candidate, string word)
    {
        var longest = Math.Max(candidate.Length, word.Length);
        return candidate.AsSpan().CommonPrefixLength(word) >= Math.Max(4, ((longest * 3) + 3) / 4);
    }

    private static bool IsSimilar(string candidate, string word) => word.Length >= 4 && EditDistance.Between(candidate, word) <= (word.Length >= 8 ? 2 : 1);
}
