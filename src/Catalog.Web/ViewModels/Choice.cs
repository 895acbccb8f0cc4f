namespace Catalog.Web.ViewModels;

/// <summary>Something to choose in a form.</summary>
/// <param name="Value">What is written.</param>
/// <param name="Label">What is read.</param>
/// <param name="Group">Heading that it stands under; null for none.</param>
public sealed record Choice(string Value, string Label, string? Group = null);
