namespace Catalog.Web.ViewModels;

/// <summary>One step of the breadcrumb; the last one has no address.</summary>
public sealed record Crumb(string Text, string? Href = null);
