namespace Catalog.Web.ViewModels;

/// <summary>One way to say the same thing.</summary>
/// <param name="Label">Name of the tab, for example <c>Python</c>.</param>
/// <param name="Language">Decides the colours.</param>
/// <param name="Code">The text that is copied.</param>
public sealed record Snippet(string Label, CodeLanguage Language, string Code);
