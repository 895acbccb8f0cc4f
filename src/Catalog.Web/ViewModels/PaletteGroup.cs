namespace Catalog.Web.ViewModels;

/// <summary>The groups of the palette, in the order shown; actions come last.</summary>
public enum PaletteGroup
{
    Pages,
    Features,
    FeatureViews,
    FeatureServices,
    DataProducts,
    Sources,
    Columns,
    Contracts,
    Entities,
    TrainingSets,
    Domains,
    Teams,
    Runs,
    Actions,
}
