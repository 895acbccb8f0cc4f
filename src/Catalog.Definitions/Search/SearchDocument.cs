namespace Catalog.Definitions.Search;

/// <summary>One thing that can be found, with the words it is found by.</summary>
public sealed record SearchDocument
{
    /// <summary>Which thing it is.</summary>
    public required SearchId Id { get; init; }

    /// <summary>Name for people; the unique name when it has no title.</summary>
    public required string Title { get; init; }

    /// <summary>What it is, in a sentence; empty when not stated.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>Owning domain; null when it has none.</summary>
    public string? Domain { get; init; }

    /// <summary>Owning team; null when it has none.</summary>
    public string? Owner { get; init; }

    /// <summary>Free words.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Names of features, columns or ports.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>What columns are, in a sentence, by name; those of which nothing is said are left out.</summary>
    public IReadOnlyDictionary<string, string> ColumnDescriptions { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether it only uses what others define: of equally good results these come last.</summary>
    public bool IsUser { get; init; }

    /// <summary>Whether a column is tagged or classified as personal data.</summary>
    public bool HasPersonalData { get; init; }
}
