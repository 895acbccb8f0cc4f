namespace Catalog.Web.ViewModels;

/// <summary>One way to narrow a list.</summary>
/// <param name="Text">Its words.</param>
/// <param name="Href">The page narrowed so, or no longer when it is chosen.</param>
/// <param name="Chosen">Whether the page is narrowed so now.</param>
/// <param name="Count">How many it leaves; null when that is not counted.</param>
public sealed record FilterLink(string Text, string Href, bool Chosen, long? Count = null)
{
    /// <summary>The names to narrow by, in order: those that are there, and the chosen one also where nothing has it.</summary>
    public static IReadOnlyList<string> NamesOf(IEnumerable<string?> names, string? chosen)
        => [.. names.Append(chosen).OfType<string>().Where(static name => name.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
