namespace Catalog.Web.ViewModels;

/// <summary>The groups of the palette, in the order shown; actions come last.</summary>
public enum PaletteGroup
{
    Pages,
    Features,
    FeatureViews,
    DataProducts,
    Sources,
    Contracts,
    Entities,
    Teams,
    Runs,
    Actions,
}
