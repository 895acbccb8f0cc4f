namespace Catalog.Web.ViewModels;

/// <summary>The hits of one group, best first.</summary>
public sealed record PaletteHitGroup(PaletteGroup Group, IReadOnlyList<PaletteItem> Items)
{
    /// <summary>The words above the group.</summary>
    public string Label => Group switch
    {
        PaletteGroup.FeatureViews => "Feature views",
        PaletteGroup.FeatureServices => "Feature services",
        PaletteGroup.DataProducts => "Data products",
        PaletteGroup.TrainingSets => "Training sets",
        PaletteGroup.Actions => "Do",
        _ => Group.ToString(),
    };
}
