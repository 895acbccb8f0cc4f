using Catalog.Core.Values;

namespace Catalog.Web.Queries.Flow;

/// <summary>A line of the table under the graph.</summary>
public sealed record FlowRow
{
    /// <summary>Name of the node, with its column where the line is about one.</summary>
    public required string Title { get; init; }

    /// <summary>Whether the name is an identifier.</summary>
    public bool IsIdentifier { get; init; } = true;

    /// <summary>Where the name leads.</summary>
    public required string Href { get; init; }

    /// <summary>What it is, in words.</summary>
    public required string Kind { get; init; }

    /// <summary>Steps from the start: negative upstream; null when they do not apply.</summary>
    public int? Steps { get; init; }

    /// <summary>What it is made from.</summary>
    public IReadOnlyList<FlowOrigin> Origins { get; init; } = [];

    /// <summary>Who answers for it; null when nobody is known.</summary>
    public string? Owner { get; init; }

    /// <summary>The owner's domain.</summary>
    public string? Domain { get; init; }

    /// <summary>Latest run that showed how it is made; null when none has.</summary>
    public Instant? LastSeen { get; init; }

    /// <summary>What the change does to it; null when the page does not ask.</summary>
    public FlowEffect? Effect { get; init; }
}

/// <summary>What a line is made from.</summary>
/// <param name="Title">Name of the node or column.</param>
/// <param name="How">How, in words; empty when it is not known.</param>
/// <param name="IsDeclaredOnly">Whether no run has shown it.</param>
public sealed record FlowOrigin(string Title, string How, bool IsDeclaredOnly);
