using Catalog.Core.Values;

namespace Lineage.Graph;

/// <summary>An edge of a graph that was asked for.</summary>
public sealed record GraphEdge
{
    /// <summary>Id of the node that data comes from.</summary>
    public required string From { get; init; }

    /// <summary>Id of the node that data goes to.</summary>
    public required string To { get; init; }

    /// <summary>Latest run event that showed it; null when it is only declared. Null for columns.</summary>
    public Instant? LastSeen { get; init; }

    /// <summary>Whether a job or dataset declares it without a run.</summary>
    public bool Declared { get; init; }

    /// <summary>Columns: true when the input decides about the value without being part of it.</summary>
    public bool Indirect { get; init; }

    /// <summary>Columns: true when the input cannot be read off the result.</summary>
    public bool Masked { get; init; }

    /// <summary>Columns: for example <c>IDENTITY</c> or <c>JOIN</c>; empty when not stated.</summary>
    public string Subtype { get; init; } = string.Empty;

    /// <summary>Columns: in words; empty when not stated.</summary>
    public string Description { get; init; } = string.Empty;
}
