namespace Catalog.Web.ViewModels;

/// <summary>Something to jump to or to do.</summary>
/// <param name="Group">The group it stands in.</param>
/// <param name="Title">Its name; the query is searched in it.</param>
/// <param name="Href">Where choosing it leads.</param>
/// <param name="Icon">An icon of the sprite.</param>
public sealed record PaletteItem(PaletteGroup Group, string Title, string Href, string Icon)
{
    /// <summary>True when the title is an identifier, written in mono.</summary>
    public bool IsIdentifier { get; init; }

    /// <summary>Grey words at the right, for example the owner.</summary>
    public string? Note { get; init; }

    /// <summary>A light after the note.</summary>
    public Status? Status { get; init; }

    /// <summary>Words beside the light, for example <c>2 min</c>.</summary>
    public string? StatusText { get; init; }

    /// <summary>The key that does the same, for example <c>g v</c>.</summary>
    public string? Key { get; init; }

    /// <summary>What else can be done with it, offered by the tab key; none for an action.</summary>
    public IReadOnlyList<PaletteItem> Actions { get; init; } = [];

    /// <summary>The text that choosing it copies in place of leading somewhere; null for what leads somewhere.</summary>
    public string? Copies { get; init; }
}
