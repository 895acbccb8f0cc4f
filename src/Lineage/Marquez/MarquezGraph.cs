namespace Lineage.Marquez;

/// <summary>A lineage graph.</summary>
/// <param name="Graph">The nodes, each with its edges.</param>
public sealed record MarquezGraph(IReadOnlyList<MarquezNode> Graph)
{
    /// <summary>Why something is missing, <c>depth</c> or <c>nodes</c>; null when nothing is. Marquez has no such field.</summary>
    public string? TruncatedBy { get; init; }
}

/// <summary>A node.</summary>
/// <param name="Id">Node id.</param>
/// <param name="Type"><c>DATASET</c> or <c>JOB</c>.</param>
/// <param name="Data">The <see cref="MarquezDataset"/> or <see cref="MarquezJob"/>.</param>
/// <param name="InEdges">Edges that end here.</param>
/// <param name="OutEdges">Edges that begin here.</param>
public sealed record MarquezNode(string Id, string Type, object Data, IReadOnlyList<MarquezEdge> InEdges, IReadOnlyList<MarquezEdge> OutEdges);

/// <summary>An edge.</summary>
/// <param name="Origin">Node that data comes from.</param>
/// <param name="Destination">Node that data goes to.</param>
public sealed record MarquezEdge(string Origin, string Destination);
