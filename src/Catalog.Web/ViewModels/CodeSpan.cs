namespace Catalog.Web.ViewModels;

/// <summary>A run of code in one ink. <paramref name="Ink"/> is a class of portal.css (k, s, nn, kw, co) or null for plain.</summary>
public readonly record struct CodeSpan(string Text, string? Ink);
