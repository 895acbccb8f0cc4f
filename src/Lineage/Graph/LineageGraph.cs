namespace Lineage.Graph;

/// <summary>The part of the lineage that was asked for.</summary>
public sealed record LineageGraph
{
    /// <summary>Id of the node that the search started from, under its shown name.</summary>
    public required string Start { get; init; }

    /// <summary>Nodes by distance, then namespace and name; the start is among them.</summary>
    public required IReadOnlyList<GraphNode> Nodes { get; init; }

    /// <summary>Edges that lead away from the start or towards it, with both ends among the nodes.</summary>
    public required IReadOnlyList<GraphEdge> Edges { get; init; }

    /// <summary>Why something is missing; null when nothing is.</summary>
    public GraphTruncation? TruncatedBy { get; init; }

    /// <summary>Whether everything that can be reached is there.</summary>
    public bool Complete => TruncatedBy is null;
}
