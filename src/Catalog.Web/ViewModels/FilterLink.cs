namespace Catalog.Web.ViewModels;

/// <summary>One way to narrow a list.</summary>
/// <param name="Text">Its words.</param>
/// <param name="Href">The page narrowed so, or no longer when it is chosen.</param>
/// <param name="Chosen">Whether the page is narrowed so now.</param>
/// <param name="Count">How many it leaves; null when that is not counted.</param>
public sealed record FilterLink(string Text, string Href, bool Chosen, long? Count = null);
