namespace Catalog.Web.ViewModels;

/// <summary>One supplier of the command palette; all registered ones are asked at once.</summary>
public interface IPaletteSource
{
    /// <summary>Items that match <paramref name="query"/>, best first. An empty query asks for what is worth offering before anything is typed.</summary>
    /// <param name="query">What was typed, trimmed; compared without regard to case.</param>
    /// <param name="limit">The most items worth returning per group.</param>
    /// <param name="cancellationToken">Cancelled when more is typed.</param>
    Task<IReadOnlyList<PaletteItem>> FindAsync(string query, int limit, CancellationToken cancellationToken);
}
