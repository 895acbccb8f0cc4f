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
    /// <summary>The source behind it, so that all that is the matter with one source stands together; null where there is none.</summary>
    public string? Source { get; init; }

    /// <summary>What the text goes on with, with where to look; empty where it is about one thing.</summary>
    public IReadOnlyList<(string Name, string Href)> Parts { get; init; } = [];

    /// <summary>What is said after these.</summary>
    public string Tail { get; init; } = string.Empty;

    /// <summary>The part of its events that it touches, 0 to 1.</summary>
    public double Share { get; init; } = 1;
}
