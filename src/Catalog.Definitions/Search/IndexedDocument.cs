using System.Text;

namespace Catalog.Definitions.Search;

/// <summary>A document with its words cut out once.</summary>
internal sealed class IndexedDocument(SearchDocument document)
{
    internal SearchDocument Document { get; } = document;

    internal string Name { get; } = document.Id.Name.ToLowerInvariant();

    internal string Title { get; } = document.Title.ToLowerInvariant();

    internal IReadOnlyList<string> NameWords { get; } = [.. Words(document.Id.Name).Concat(Words(document.Title)).Distinct(StringComparer.Ordinal)];

    internal IReadOnlyList<string> ColumnWords { get; } = [.. document.Columns.SelectMany(Words).Distinct(StringComparer.Ordinal)];

    internal IReadOnlyList<string> TagWords { get; } =
        [.. document.Tags.Append(document.Owner ?? string.Empty).Append(document.Domain ?? string.Empty).SelectMany(Words).Distinct(StringComparer.Ordinal)];

    internal IReadOnlyList<string> DescriptionWords { get; } = [.. Words(document.Description).Distinct(StringComparer.Ordinal)];

    internal IReadOnlyList<string> ColumnDescriptionWords { get; } = [.. document.ColumnDescriptions.Values.SelectMany(Words).Distinct(StringComparer.Ordinal)];

    internal IEnumerable<string> FacetValues(SearchFacet facet, IReadOnlyDictionary<SearchId, string>? freshness) => facet switch
    {
        SearchFacet.Kind => [Document.Id.Kind],
        SearchFacet.Freshness => freshness is not null && freshness.TryGetValue(Document.Id, out var light) ? [light] : [],
        SearchFacet.Domain => Document.Domain is { } domain ? [domain] : [],
        SearchFacet.Owner => Document.Owner is { } owner ? [owner] : [],
        SearchFacet.Tag => Document.Tags,
        _ => [Document.HasPersonalData ? "tagged" : "none"],
    };

    /// <summary>
    /// The words of a text: runs of letters and digits, also cut where a capital follows a small letter and where digits meet letters, and the whole
    /// identifier with its underscores, so that <c>spend_7d</c> is found by all of <c>spend</c>, <c>7d</c> and <c>spend_7d</c>.
    /// </summary>
    internal static IEnumerable<string> Words(string text)
    {
        foreach (var part in text.Split([' ', ',', '.', ';', ':', '(', ')', '/', '"', '\'', '-', '–', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            var lower = part.ToLowerInvariant();
            yield return lower;
            var pieces = Pieces(part);
            if (pieces.Count > 1)
            {
                foreach (var piece in pieces)
                {
                    yield return piece;
                }
            }
        }

        if (text.Contains('-', StringComparison.Ordinal) && !text.Contains(' ', StringComparison.Ordinal))
        {
            yield return text.ToLowerInvariant();
        }
    }

    private static List<string> Pieces(string part)
    {
        var pieces = new List<string>();
        var piece = new StringBuilder();
        var previous = '_';
        foreach (var letter in part)
        {
            var cut = letter == '_' || (char.IsUpper(letter) && char.IsLower(previous));
            if (cut && piece.Length > 0)
            {
                pieces.Add(piece.ToString().ToLowerInvariant());
                piece.Clear();
            }

            if (letter != '_')
            {
                piece.Append(letter);
            }

            previous = letter;
        }

        if (piece.Length > 0)
        {
            pieces.Add(piece.ToString().ToLowerInvariant());
        }

        return pieces;
    }
}
