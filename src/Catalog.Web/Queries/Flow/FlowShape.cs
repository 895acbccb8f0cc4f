using Catalog.Web.Formatting;

namespace Catalog.Web.Queries.Flow;

/// <summary>The size of a box and the lines in it. Text is measured by its letters: the fonts are our own, and the server sees none.</summary>
public sealed record FlowShape
{
    /// <summary>Height of the name and kind.</summary>
    public const double Head = 46;

    /// <summary>Height of one column.</summary>
    public const double Line = 19;

    /// <summary>The width that no box exceeds.</summary>
    public const double Most = 208;

    /// <summary>The width below which a box is not narrowed for want of room: most names are still whole.</summary>
    public const double LeastOfMost = 168;

    private const int MostLines = 24;
    private const double Least = 150;
    private const double TitleLetter = 7.25;
    private const double KindLetter = 5.9;
    private const double LineLetter = 6.65;
    private const double BesideTitle = 43;
    private const double BesideLine = 40;

    private readonly Dictionary<string, int> _places;

    private FlowShape(string kind, double width, IReadOnlyList<FlowColumn> lines, int hidden)
    {
        (Kind, Width, Lines, Hidden) = (kind, width, lines, hidden);
        _places = lines.Index().ToDictionary(static pair => pair.Item.Name, static pair => pair.Index, StringComparer.Ordinal);
    }

    public double Width { get; }

    public double Height => Lines.Count == 0 ? Head : Head + ((Lines.Count + (Hidden > 0 ? 1 : 0)) * Line) + 6;

    /// <summary>The words under the name.</summary>
    public string Kind { get; }

    /// <summary>The columns that are drawn.</summary>
    public IReadOnlyList<FlowColumn> Lines { get; }

    /// <summary>How many are not.</summary>
    public int Hidden { get; }

    /// <summary>The same box, no wider than this.</summary>
    public FlowShape NoWiderThan(double width) => Width <= width ? this : new FlowShape(Kind, width, Lines, Hidden);

    /// <summary>Measures a node. Of many columns those are drawn first that have lineage.</summary>
    public static FlowShape Of(FlowNode node, IReadOnlyList<FlowColumnEdge> edges)
    {
        var used = edges.Where(edge => edge.From == node.Id).Select(static edge => edge.FromColumn)
            .Concat(edges.Where(edge => edge.To == node.Id).Select(static edge => edge.ToColumn)).ToHashSet(StringComparer.Ordinal);
        var chosen = node.Columns.OrderByDescending(column => used.Contains(column.Name)).Take(MostLines).ToHashSet();
        List<FlowColumn> lines = [.. node.Columns.Where(chosen.Contains)];
        var kind = node.Members.Count > 0 ? "drawn as one"
            : FlowKinds.LabelOf(node.Kind) + (node.Kind == FlowKind.Dataset ? $" in {node.Name.Namespace}" : string.Empty);
        var longest = Math.Max(
            BesideTitle + Math.Max(node.Title.Length * TitleLetter, kind.Length * KindLetter),
            BesideLine + (lines.Select(static line => line.Name.Length).DefaultIfEmpty(0).Max() * LineLetter));
        return new FlowShape(kind, Math.Ceiling(Math.Clamp(longest, Least, Most)), lines, node.Columns.Count - lines.Count);
    }

    /// <summary>How far below the top the line of a column is; the middle of the head for a column that is not drawn and for whole rows.</summary>
    public double OffsetOf(string column) => _places.TryGetValue(column, out var place) ? Head + (place * Line) + 13 : Head / 2;

    /// <summary>The name as far as it fits.</summary>
    public string CutTitle(string text) => Cut(text, (Width - BesideTitle) / TitleLetter);

    /// <summary>The kind as far as it fits.</summary>
    public string CutKind() => Cut(Kind, (Width - BesideTitle) / KindLetter);

    /// <summary>A column's name as far as it fits.</summary>
    public string CutLine(string text) => Cut(text, (Width - BesideLine) / LineLetter);

    /// <summary>The head above boxes of these kinds: all of them where there is room, otherwise as many as fit and the number of the others.</summary>
    /// <param name="kinds">The kinds, at least one.</param>
    /// <param name="width">Room up to the head of the next column.</param>
    public static string HeadOf(IReadOnlyCollection<FlowKind> kinds, double width)
    {
        var words = kinds.Order().Select(FlowKinds.PluralOf).ToList();
        var letters = width / KindLetter;
        var texts = Enumerable.Range(0, words.Count).Select(left => words.Count - left).Select(count => count == words.Count
            ? Lists.And(words)
            : $"{string.Join(", ", words[..count])} +{words.Count - count}").ToList();
        var text = texts.Find(text => text.Length <= letters) ?? Cut(texts[^1], letters);
        return char.ToUpperInvariant(text[0]) + text[1..];
    }

    private static string Cut(string text, double letters) => text.Length <= letters ? text : text[..Math.Max(1, (int)letters - 1)] + "…";
}
