namespace Catalog.Web.ViewModels;

/// <summary>What the palette found, and how long it took.</summary>
public sealed record PaletteHits(string Query, IReadOnlyList<PaletteHitGroup> Groups, TimeSpan Took)
{
    /// <summary>All items in the order shown.</summary>
    public IReadOnlyList<PaletteItem> Items { get; } = [.. Groups.SelectMany(group => group.Items)];
}
