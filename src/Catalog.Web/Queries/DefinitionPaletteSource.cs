using Catalog.Core.Model;
using Catalog.Definitions.Search;
using Catalog.Web.ViewModels;

namespace Catalog.Web.Queries;

/// <summary>Offers everything that search finds in the palette, features and columns as hits of their own, with their lights.</summary>
internal sealed class DefinitionPaletteSource(SearchService search, Lights lights) : IPaletteSource
{
    public async Task<IReadOnlyList<PaletteItem>> FindAsync(string query, int limit, CancellationToken cancellationToken)
    {
        if (query.Length == 0)
        {
            return [];
        }

        var index = await search.GetIndexAsync(cancellationToken);
        var known = await lights.GetAllAsync(cancellationToken);
        var hits = index.Find(SearchQuery.Parse(query)).Hits;
        var things = hits.Select(hit => Item(hit.Document, known.GetValueOrDefault(hit.Document.Id)));
        var parts = hits.SelectMany(hit => hit.Columns.Select(column => (hit.Document, Column: column)))
            .OrderByDescending(part => part.Column.StartsWith(query, StringComparison.OrdinalIgnoreCase))
            .Select(part => PartItem(part.Document, part.Column, known.GetValueOrDefault(part.Document.Id))).OfType<PaletteItem>();
        return [.. things.Concat(parts).GroupBy(static item => item.Group).SelectMany(group => group.Take(limit))];
    }

    private static PaletteItem Item(SearchDocument document, Light? light)
        => new(GroupOf(document.Id), document.Title, FoundThings.HrefOf(document), FoundThings.IconOf(document.Id.Kind))
        {
            IsIdentifier = FoundThings.IsIdentifier(document),
            Note = document.Owner ?? FoundThings.LabelOf(document.Id.Kind),
            Status = light?.Status,
            StatusText = light?.Text,
            Actions = PaletteActions.Of(document),
        };

    // The ports of a product stand behind its own name, and the columns of a contract behind those of its source.
    private static PaletteItem? PartItem(SearchDocument document, string name, Light? light) => document.Id.Definition?.Kind switch
    {
        DefinitionKind.FeatureView or DefinitionKind.OnDemandFeatureView => PartItem(document, name, light, PaletteGroup.Features, "sigma"),
        DefinitionKind.Source => PartItem(document, name, light, PaletteGroup.Columns, "columns-3"),
        _ => null,
    };

    private static PaletteItem PartItem(SearchDocument document, string name, Light? light, PaletteGroup group, string icon)
        => new(group, name, FoundThings.HrefOf(document, name), icon) { IsIdentifier = true, Note = document.Id.Name, Status = light?.Status, StatusText = light?.Text, Actions = PaletteActions.Of(document, name) };

    private static PaletteGroup GroupOf(SearchId id) => id.Definition?.Kind switch
    {
        DefinitionKind.FeatureView or DefinitionKind.OnDemandFeatureView => PaletteGroup.FeatureViews,
        DefinitionKind.FeatureService => PaletteGroup.FeatureServices,
        DefinitionKind.DataProduct => PaletteGroup.DataProducts,
        DefinitionKind.Source => PaletteGroup.Sources,
        DefinitionKind.Contract => PaletteGroup.Contracts,
        DefinitionKind.Entity => PaletteGroup.Entities,
        DefinitionKind.Domain => PaletteGroup.Domains,
        DefinitionKind.Team => PaletteGroup.Teams,
        _ => PaletteGroup.TrainingSets,
    };
}
