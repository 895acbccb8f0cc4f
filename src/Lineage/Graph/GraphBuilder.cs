using Lineage.Model;

namespace Lineage.Graph;

/// <summary>Names and orders what a search has found.</summary>
internal static class GraphBuilder
{
    public static string IdOf(NodeInfo node) => node.Kind == NodeKind.Job
        ? new JobId(node.Namespace, node.Name).ToString()
        : new DatasetId(node.Namespace, node.Name).ToString();

    public static string ColumnIdOf(NodeInfo dataset, string column)
        => NodeIdGrammar.FormatColumn(new DatasetId(dataset.Namespace, dataset.Name), column);

    public static GraphNode Node(NodeInfo node, int distance) => new()
    {
        Id = IdOf(node),
        Kind = node.Kind,
        Namespace = node.Namespace,
        Name = node.Name,
        Distance = distance,
        LastSeen = node.Seen.Last,
        LatestRun = node.LatestRun,
    };

    public static GraphNode Column(NodeInfo dataset, string column, int distance)
        => Node(dataset, distance) with { Id = ColumnIdOf(dataset, column), Kind = NodeKind.Column, Column = column };

    public static IReadOnlyList<GraphNode> Sort(IEnumerable<GraphNode> nodes) => nodes
        .OrderBy(static node => node.Distance)
        .ThenBy(static node => node.Id, StringComparer.Ordinal)
        .ToList();

    public static IReadOnlyList<GraphEdge> Nodes(IEnumerable<NodeEdge> edges, Dictionary<NodeKey, string> ids) => Sort(
        edges.Select(edge => new GraphEdge { From = ids[edge.From], To = ids[edge.To], LastSeen = edge.LastSeen, Declared = edge.Declared }));

    public static IReadOnlyList<GraphEdge> Columns(IEnumerable<ColumnNodeEdge> edges, Func<ColumnKey, string> idOf) => Sort(
        edges.Select(edge => new GraphEdge
        {
            From = idOf(edge.From),
            To = idOf(edge.To),
            Indirect = edge.Indirect,
            Masked = edge.Masked,
            Subtype = edge.Subtype,
            Description = edge.Description,
        }).Distinct());

    private static List<GraphEdge> Sort(IEnumerable<GraphEdge> edges) => edges
        .OrderBy(static edge => edge.From, StringComparer.Ordinal)
        .ThenBy(static edge => edge.To, StringComparer.Ordinal)
        .ThenBy(static edge => edge.Subtype, StringComparer.Ordinal)
        .ThenBy(static edge => edge.Description, StringComparer.Ordinal)
        .ToList();
}
