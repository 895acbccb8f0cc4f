using Catalog.Web.ViewModels;

namespace Catalog.Web.Queries;

/// <summary>Something that somebody should look at.</summary>
/// <param name="Status">How bad it is.</param>
/// <param name="Icon">An icon of the sprite.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Text">What is the matter, after the subject.</param>
/// <param name="Href">Where to look.</param>
public sealed record AttentionItem(Status Status, string Icon, string Subject, string Text, string Href)
{
    /// <summary>The part of its events that it touches, 0 to 1.</summary>
    public double Share { get; init; } = 1;
}
