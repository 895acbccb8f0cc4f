namespace Catalog.Web.ViewModels;

/// <summary>What portal.js writes over the sidebar while a page is open.</summary>
/// <param name="Counts">By entry.</param>
/// <param name="Roles">The roles as HTML, since a light is drawn otherwise for every status.</param>
internal sealed record LiveFrame(IReadOnlyDictionary<string, LiveCount> Counts, string Roles);

/// <summary>A count as written, and whether it waits for the visitor.</summary>
internal sealed record LiveCount(string Text, bool Waiting);
