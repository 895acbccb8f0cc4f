namespace Catalog.Core.Model;

/// <summary>The people who answer for definitions.</summary>
public sealed record Team
{
    /// <summary>Unique name.</summary>
    public required string Name { get; init; }

    /// <summary>Name for people; the unique name when absent.</summary>
    public string? Title { get; init; }

    /// <summary>What the team does, in a sentence.</summary>
    public string? Description { get; init; }

    /// <summary>Where to reach the team: an address or a channel.</summary>
    public string? Contact { get; init; }

    /// <summary>Members, in the order declared.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];
}
