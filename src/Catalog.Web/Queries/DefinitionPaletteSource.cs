using Catalog.Core.Model;
using Catalog.Definitions.Search;
using Catalog.Web.ViewModels;

namespace Catalog.Web.Queries;

/// <summary>Offers definitions in the palette.</summary>
internal sealed class DefinitionPaletteSource(SearchService search) : IPaletteSource
{
    public Task<IReadOnlyList<PaletteItem>> FindAsync(string query, int limit, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<PaletteItem>>(query.Length == 0 ? [] :
        [
            .. search.Index.Find(SearchQuery.Parse(query)).Hits.Take(limit).Select(static hit => Item(hit.Document)),
        ]);

    private static PaletteItem Item(SearchDocument document)
    {
        var kind = DefinitionKinds.Of(document.Id.Kind);
        return new PaletteItem(GroupOf(document.Id.Kind), document.Title, DefinitionKinds.HrefOf(document.Id, document.Domain), kind.Icon)
        {
            IsIdentifier = document.Title == document.Id.Name,
            Note = kind.Label,
        };
    }

    private static PaletteGroup GroupOf(DefinitionKind kind) => kind switch
    {
        DefinitionKind.FeatureView or DefinitionKind.FeatureService => PaletteGroup.FeatureViews,
        DefinitionKind.DataProduct => PaletteGroup.DataProducts,
        DefinitionKind.Source => PaletteGroup.Sources,
        DefinitionKind.Contract => PaletteGroup.Contracts,
        DefinitionKind.Entity => PaletteGroup.Entities,
        DefinitionKind.Team => PaletteGroup.Teams,
        _ => PaletteGroup.Pages,
    };
}
