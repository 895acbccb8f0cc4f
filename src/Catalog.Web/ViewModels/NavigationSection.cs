namespace Catalog.Web.ViewModels;

/// <summary>A titled part of the sidebar; the first has no title.</summary>
public sealed record NavigationSection(string? Title, IReadOnlyList<NavigationEntry> Entries);
