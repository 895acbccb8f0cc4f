namespace Catalog.Web.ViewModels;

/// <summary>What portal.js writes over the sidebar while a page is open.</summary>
/// <param name="Counts">By entry.</param>
/// <param name="Roles">One number per role, in the order drawn.</param>
internal sealed record LiveFrame(IReadOnlyDictionary<string, LiveCount> Counts, IReadOnlyList<string> Roles);

/// <summary>A count as written, and whether it waits for the visitor.</summary>
internal sealed record LiveCount(string Text, bool Waiting);
