namespace Catalog.Core.Model;

/// <summary>A part of the organisation that owns data.</summary>
public sealed record Domain
{
    /// <summary>Unique name.</summary>
    public required string Name { get; init; }

    /// <summary>Name for people; the unique name when absent.</summary>
    public string? Title { get; init; }

    /// <summary>What belongs here, in a sentence.</summary>
    public string? Description { get; init; }

    /// <summary>The team that answers for the domain; null when none is declared.</summary>
    public string? Owner { get; init; }
}
