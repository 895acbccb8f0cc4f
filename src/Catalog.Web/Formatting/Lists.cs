namespace Catalog.Web.Formatting;

/// <summary>Lists in a sentence.</summary>
internal static class Lists
{
    /// <summary><c>a</c>, <c>a and b</c>, <c>a, b and c</c>; empty for none.</summary>
    internal static string And(IReadOnlyList<string> words) => words.Count < 2 ? string.Concat(words) : $"{string.Join(", ", words.Take(words.Count - 1))} and {words[^1]}";
}
