using Lineage.Graph;
using Lineage.Model;

namespace Conformance.Lineage;

/// <summary>Searches the graph naively: all edges in memory, distances by relaxation until nothing changes.</summary>
internal sealed class GraphOracle
{
    private const int Limit = 100_000;

    private readonly List<(string From, string To)> _edges = [];

    public required IReadOnlyList<string> Nodes { get; init; }

    public static async Task<GraphOracle> CreateAsync(LineageStores stores, CancellationToken cancellationToken)
    {
        var datasets = await stores.Catalog.ListDatasetsAsync(null, 0, Limit, cancellationToken);
        var jobs = await stores.Catalog.ListJobsAsync(null, 0, Limit, cancellationToken);
        var names = datasets.Items.ToDictionary(dataset => dataset.Id.Key, dataset => dataset.Id.ToString());
        foreach (var job in jobs.Items)
        {
            names[job.Record.Id.Key] = job.Record.Id.ToString();
        }

        var oracle = new GraphOracle { Nodes = [.. names.Values] };
        var edges = await stores.Graph.ListEdgesAsync([.. names.Keys], LineageDirection.Downstream, Limit, cancellationToken);
        oracle._edges.AddRange(edges.Select(edge => (names[edge.From], names[edge.To])));
        return oracle;
    }

    public void Check(LineageGraph graph, LineageDirection direction, int depth)
    {
        var up = direction.HasFlag(LineageDirection.Upstream) ? Distances(graph.Start, upstream: true) : [];
        var down = direction.HasFlag(LineageDirection.Downstream) ? Distances(graph.Start, upstream: false) : [];
        var expected = up.Concat(down).Where(pair => pair.Value <= depth).Select(pair => pair.Key).Append(graph.Start).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(expected, graph.Nodes.Select(node => node.Id).Order(StringComparer.Ordinal));

        var more = up.Values.Concat(down.Values).Any(distance => distance > depth);
        Assert.Equal(more ? GraphTruncation.Depth : null, graph.TruncatedBy);
        foreach (var node in graph.Nodes)
        {
            var near = Math.Min(up.GetValueOrDefault(node.Id, int.MaxValue), down.GetValueOrDefault(node.Id, int.MaxValue));
            Assert.Equal(node.Id == graph.Start ? 0 : near, Math.Abs(node.Distance));
        }

        var edges = _edges
            .Where(edge => (Within(up, graph.Start, edge.To) && Within(up, graph.Start, edge.From) && direction.HasFlag(LineageDirection.Upstream))
                || (Within(down, graph.Start, edge.From) && Within(down, graph.Start, edge.To) && direction.HasFlag(LineageDirection.Downstream)))
            .Order();
        Assert.Equal(edges, graph.Edges.Select(edge => (edge.From, edge.To)).Where(edge => OneSided(edge, up, down, graph.Start, depth)).Order());

        bool Within(Dictionary<string, int> distances, string start, string node) => node == start || distances.GetValueOrDefault(node, int.MaxValue) <= depth;
    }

    /// <summary>An edge found in one direction may end at a node found only in the other; it is legal and not demanded.</summary>
    private static bool OneSided((string From, string To) edge, Dictionary<string, int> up, Dictionary<string, int> down, string start, int depth)
    {
        bool In(Dictionary<string, int> distances, string node) => node == start || distances.GetValueOrDefault(node, int.MaxValue) <= depth;
        return (In(up, edge.From) && In(up, edge.To)) || (In(down, edge.From) && In(down, edge.To));
    }

    private Dictionary<string, int> Distances(string start, bool upstream)
    {
        var distances = new Dictionary<string, int> { [start] = 0 };
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var (from, to) in _edges)
            {
                var (near, far) = upstream ? (to, from) : (from, to);
                if (distances.TryGetValue(near, out var distance) && distances.GetValueOrDefault(far, int.MaxValue) > distance + 1)
                {
                    distances[far] = distance + 1;
                    changed = true;
                }
            }
        }

        distances.Remove(start);
        return distances;
    }
}
