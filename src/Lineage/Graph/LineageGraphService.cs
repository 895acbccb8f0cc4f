using Lineage.Model;
using Lineage.Ports;

namespace Lineage.Graph;

/// <summary>Answers what a dataset, job or column comes from and what depends on it. Thread-safe.</summary>
public sealed class LineageGraphService(ILineageGraphStore store)
{
    // Far more than 500 nodes need; it keeps a dataset with a million readers from filling the memory.
    private const int MostEdges = 20_000;

    /// <summary>The part of the graph that can be reached from a node.</summary>
    /// <exception cref="LineageException">The id cannot be read, names nothing, or a number is out of range.</exception>
    public async Task<LineageGraph> FindAsync(GraphQuery query, CancellationToken cancellationToken)
    {
        Check(query.Depth, 0, GraphQuery.MaxDepth, "depth");
        Check(query.Limit, 1, GraphQuery.MaxNodes, "limit");
        var start = await ResolveAsync(query.NodeId, cancellationToken).ConfigureAwait(false);
        return start.Column is null
            ? await FindNodesAsync(start.Node.Key, query, cancellationToken).ConfigureAwait(false)
            : await FindColumnsAsync(new ColumnKey(start.Node.Key, start.Column), query, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The column edges between the datasets of a graph, at most 20,000. Ends are column ids.</summary>
    public async Task<IReadOnlyList<GraphEdge>> FindColumnEdgesAsync(LineageGraph graph, CancellationToken cancellationToken)
    {
        var datasets = graph.Nodes
            .Where(static node => node.Kind == NodeKind.Dataset)
            .Select(static node => new DatasetId(node.Namespace, node.Name))
            .ToDictionary(static id => id.Key);
        var edges = await store.ListColumnEdgesAmongAsync(datasets.Keys, MostEdges, cancellationToken).ConfigureAwait(false);
        return GraphBuilder.Columns(edges, key => NodeIdGrammar.FormatColumn(datasets[key.Dataset], key.Column));
    }

    private static void Check(int value, int least, int most, string name)
    {
        if (value < least || value > most)
        {
            throw new LineageException(LineageErrorCode.OutOfRange, $"Asking for lineage: {name} is '{value}', but must lie between {least} and {most}.");
        }
    }

    private async Task<(NodeInfo Node, string? Column)> ResolveAsync(string nodeId, CancellationToken cancellationToken)
    {
        var candidates = NodeIdGrammar.Parse(nodeId);
        var keys = candidates.Select(static candidate => candidate.Key).ToHashSet();
        var known = await store.FindNodesAsync(keys, cancellationToken).ConfigureAwait(false);
        foreach (var candidate in candidates)
        {
            if (known.TryGetValue(candidate.Key, out var node))
            {
                return (node, candidate.Column);
            }
        }

        throw new LineageException(
            LineageErrorCode.NodeNotFound, $"No event has named the node '{nodeId}'. Search for it, or check namespace and name.");
    }

    private async Task<LineageGraph> FindNodesAsync(NodeKey start, GraphQuery query, CancellationToken cancellationToken)
    {
        var search = new BoundedSearch<NodeKey, NodeEdge>(
            (nodes, way, token) => store.ListEdgesAsync(nodes, way, MostEdges, token),
            static edge => (edge.From, edge.To),
            Comparer<NodeKey>.Create(static (left, right) => left.Value.CompareTo(right.Value)),
            MostEdges);
        await search.RunAsync(start, query.Direction, query.Depth, query.Limit, cancellationToken).ConfigureAwait(false);

        var infos = await store.FindNodesAsync([.. search.Distances.Keys], cancellationToken).ConfigureAwait(false);
        var ids = infos.ToDictionary(static pair => pair.Key, static pair => GraphBuilder.IdOf(pair.Value));
        return new LineageGraph
        {
            Start = ids[start],
            Nodes = GraphBuilder.Sort(search.Distances.Select(pair => GraphBuilder.Node(infos[pair.Key], pair.Value))),
            Edges = GraphBuilder.Nodes(search.Edges, ids),
            TruncatedBy = search.TruncatedBy,
        };
    }

    private async Task<LineageGraph> FindColumnsAsync(ColumnKey start, GraphQuery query, CancellationToken cancellationToken)
    {
        var search = new BoundedSearch<ColumnKey, ColumnNodeEdge>(
            ExpandColumnsAsync,
            static edge => (edge.From, edge.To),
            Comparer<ColumnKey>.Create(Compare),
            MostEdges);
        await search.RunAsync(start, query.Direction, query.Depth, query.Limit, cancellationToken).ConfigureAwait(false);

        var datasets = search.Distances.Keys.Select(static column => column.Dataset).ToHashSet();
        var infos = await store.FindNodesAsync(datasets, cancellationToken).ConfigureAwait(false);
        string IdOf(ColumnKey key) => GraphBuilder.ColumnIdOf(infos[key.Dataset], key.Column);
        return new LineageGraph
        {
            Start = IdOf(start),
            Nodes = GraphBuilder.Sort(search.Distances.Select(pair => GraphBuilder.Column(infos[pair.Key.Dataset], pair.Key.Column, pair.Value))),
            Edges = GraphBuilder.Columns(search.Edges, IdOf),
            TruncatedBy = search.TruncatedBy,
        };
    }

    /// <summary>Ties edges of whole rows to the columns that were asked for, so that the search can walk over them.</summary>
    private async Task<IReadOnlyList<ColumnNodeEdge>> ExpandColumnsAsync(
        IReadOnlyCollection<ColumnKey> columns, LineageDirection way, CancellationToken cancellationToken)
    {
        var edges = await store.ListColumnEdgesAsync(columns, way, MostEdges, cancellationToken).ConfigureAwait(false);
        var asked = columns.ToLookup(static column => column.Dataset);
        return way == LineageDirection.Upstream
            ? [.. edges.SelectMany(edge => asked[edge.To.Dataset]
                .Where(column => edge.To.Column.Length == 0 || column == edge.To)
                .Select(column => edge with { To = column }))]
            : [.. edges.SelectMany(edge => asked[edge.From.Dataset]
                .Where(column => column.Column.Length == 0 || column == edge.From)
                .Select(column => edge with { From = column }))];
    }

    private static int Compare(ColumnKey left, ColumnKey right)
    {
        var byDataset = left.Dataset.Value.CompareTo(right.Dataset.Value);
        return byDataset != 0 ? byDataset : string.CompareOrdinal(left.Column, right.Column);
    }
}
