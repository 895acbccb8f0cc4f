namespace Catalog.Web.ViewModels;

/// <summary>A page of the sidebar.</summary>
/// <param name="Entry">Which one; its live count is found by this.</param>
/// <param name="Label">What it is called.</param>
/// <param name="Href">Its address.</param>
/// <param name="Icon">An icon of the sprite.</param>
/// <param name="Key">Pressed after <c>g</c> it leads there; null when there is none.</param>
public sealed record NavigationEntry(FrameEntry Entry, string Label, string Href, string Icon, char? Key);
