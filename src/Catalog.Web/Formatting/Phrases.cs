using System.Text.RegularExpressions;

namespace Catalog.Web.Formatting;

/// <summary>Shapes sentences that others wrote.</summary>
public static partial class Phrases
{
    private const int ShortestHead = 12;

    private static readonly System.Buffers.SearchValues<char> Breaks = System.Buffers.SearchValues.Create(",;:.(");

    /// <summary>
    /// The first clause of a description without the mark after it, and what follows as a sentence of its own: <c>Purchases and returns</c> and <c>From the invoices.</c> of
    /// <c>Purchases and returns, from the invoices.</c>
    /// </summary>
    public static (string Head, string Tail) Split(string text)
    {
        var trimmed = text.Trim();
        for (var i = trimmed.AsSpan().IndexOfAny(Breaks); i >= 0;)
        {
            if (i >= ShortestHead && (i + 1 == trimmed.Length || char.IsWhiteSpace(trimmed[i + 1]) || trimmed[i] == '('))
            {
                var tail = trimmed[(trimmed[i] == '(' ? i : i + 1)..].TrimStart();
                return (trimmed[..i].TrimEnd(), tail.Length == 0 ? string.Empty : char.ToUpperInvariant(tail[0]) + tail[1..]);
            }

            var next = trimmed.AsSpan(i + 1).IndexOfAny(Breaks);
            i = next < 0 ? -1 : i + 1 + next;
        }

        return (trimmed, string.Empty);
    }

    /// <summary>A message with real minus signs before its numbers; what stands in quotes is left as it is.</summary>
    public static string WithMinus(string message) => Hyphen().Replace(message, "−");

    /// <summary>Keeps numbers and their <c>%</c> on one line.</summary>
    public static string KeepPercent(string text) => text.Replace(" %", "\u00a0%", StringComparison.Ordinal);

    [GeneratedRegex(@"(?<=^|[\s(])-(?=\d)", RegexOptions.CultureInvariant)]
    private static partial Regex Hyphen();
}
