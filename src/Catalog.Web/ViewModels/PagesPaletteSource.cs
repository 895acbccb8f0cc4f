namespace Catalog.Web.ViewModels;

/// <summary>Offers the pages of the sidebar in the palette.</summary>
internal sealed class PagesPaletteSource : IPaletteSource
{
    public Task<IReadOnlyList<PaletteItem>> FindAsync(string query, int limit, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<PaletteItem>>(
        [
            .. Navigation.Entries
                .Where(entry => entry.Label.Contains(query, StringComparison.OrdinalIgnoreCase))
                .OrderByDescending(entry => entry.Label.StartsWith(query, StringComparison.OrdinalIgnoreCase))
                .Take(limit)
                .Select(entry => new PaletteItem(PaletteGroup.Pages, entry.Label, entry.Href, entry.Icon)
                {
                    Key = entry.Key is { } key ? $"g {key}" : null,
                }),
        ]);
}
