namespace Catalog.Core.Model;

/// <summary>What a domain offers to others. Follows the vocabulary of Bitol's Open Data Product Standard.</summary>
public sealed record DataProduct
{
    /// <summary>Unique name.</summary>
    public required string Name { get; init; }

    /// <summary>Name for people; the unique name when absent.</summary>
    public string? Title { get; init; }

    /// <summary>The owning domain.</summary>
    public required string Domain { get; init; }

    /// <summary>The owning team.</summary>
    public required string Owner { get; init; }

    /// <summary>Version of the product as its owner counts it, for example <c>2.1.0</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Lifecycle status: <c>proposed</c>, <c>draft</c>, <c>active</c>, <c>deprecated</c> or <c>retired</c>.</summary>
    public string Status { get; init; } = "active";

    /// <summary>What it is, in a sentence or two.</summary>
    public string? Description { get; init; }

    /// <summary>What it must not be used for.</summary>
    public string? Limitations { get; init; }

    /// <summary>Free words to find it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Sources and other products' ports this product is made from: names of sources, or <c>product/port</c>.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>What can be read, in the order declared. At least one.</summary>
    public required IReadOnlyList<OutputPort> OutputPorts { get; init; }
}
