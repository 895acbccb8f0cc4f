using Catalog.Web.ViewModels;

namespace Catalog.Web.Queries;

/// <summary>Offers the forms in the palette.</summary>
internal sealed class FormsPaletteSource : IPaletteSource
{
    private static readonly PaletteItem[] Forms =
    [
        new(PaletteGroup.Actions, "Register a feature view", "/new?kind=FeatureView", "table-2"),
        new(PaletteGroup.Actions, "Register a data product", "/new?kind=DataProduct", "package"),
        new(PaletteGroup.Actions, "New training set", "/training-sets/new", "file-spreadsheet"),
        new(PaletteGroup.Actions, "Erase an entity", "/erasures/new", "eraser"),
        new(PaletteGroup.Actions, "Register something else", "/new", "plus"),
    ];

    public Task<IReadOnlyList<PaletteItem>> FindAsync(string query, int limit, CancellationToken cancellationToken)
    {
        var words = query.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Task.FromResult<IReadOnlyList<PaletteItem>>(
            [.. Forms.Where(form => words.All(word => form.Title.Contains(word, StringComparison.OrdinalIgnoreCase))).Take(limit)]);
    }
}
