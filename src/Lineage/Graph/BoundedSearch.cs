namespace Lineage.Graph;

/// <summary>
/// Breadth-first search with a limit on depth and nodes. Both directions advance level by level together, so that a cut takes the
/// farthest nodes first. Circles are met once.
/// </summary>
internal sealed class BoundedSearch<TKey, TEdge>(
    Func<IReadOnlyCollection<TKey>, LineageDirection, CancellationToken, Task<IReadOnlyList<TEdge>>> expand,
    Func<TEdge, (TKey From, TKey To)> ends,
    IComparer<TKey> order,
    int mostEdges)
    where TKey : notnull
    where TEdge : notnull
{
    private readonly Dictionary<TKey, int> _distances = [];
    private readonly HashSet<TEdge> _edges = [];

    /// <summary>Signed distance of each node found.</summary>
    public IReadOnlyDictionary<TKey, int> Distances => _distances;

    /// <summary>Edges with both ends among the nodes.</summary>
    public IEnumerable<TEdge> Edges => _edges.Where(edge => Holds(ends(edge).From) && Holds(ends(edge).To));

    public GraphTruncation? TruncatedBy { get; private set; }

    public async Task RunAsync(TKey start, LineageDirection direction, int depth, int limit, CancellationToken cancellationToken)
    {
        _distances[start] = 0;
        var fronts = new List<Front>();
        foreach (var way in new[] { LineageDirection.Upstream, LineageDirection.Downstream }.Where(way => direction.HasFlag(way)))
        {
            fronts.Add(new Front(way, [start], [start]));
        }

        // The level after the last is looked at too: for edges back into the graph, and to learn whether there is more.
        for (var level = 1; level <= depth + 1 && fronts.Exists(static front => front.Open.Count > 0); level++)
        {
            foreach (var front in fronts.Where(static front => front.Open.Count > 0))
            {
                var found = await ExpandAsync(front, cancellationToken).ConfigureAwait(false);
                if (level > depth)
                {
                    TruncatedBy ??= found.Count > 0 ? GraphTruncation.Depth : null;
                    continue;
                }

                Take(front, found, level, limit);
            }
        }
    }

    private async Task<List<TKey>> ExpandAsync(Front front, CancellationToken cancellationToken)
    {
        var edges = await expand(front.Open, front.Way, cancellationToken).ConfigureAwait(false);
        if (edges.Count >= mostEdges)
        {
            TruncatedBy = GraphTruncation.Nodes;
        }

        var found = new List<TKey>();
        foreach (var edge in edges)
        {
            _edges.Add(edge);
            var (from, to) = ends(edge);
            var next = front.Way == LineageDirection.Upstream ? from : to;
            if (front.Seen.Add(next))
            {
                found.Add(next);
            }
        }

        found.Sort(order);
        return found;
    }

    private void Take(Front front, List<TKey> found, int level, int limit)
    {
        front.Open.Clear();
        foreach (var node in found)
        {
            if (!_distances.ContainsKey(node))
            {
                if (_distances.Count >= limit)
                {
                    TruncatedBy = GraphTruncation.Nodes;
                    continue;
                }

                _distances[node] = front.Way == LineageDirection.Upstream ? -level : level;
            }

            front.Open.Add(node);
        }
    }

    private bool Holds(TKey node) => _distances.ContainsKey(node);

    private sealed record Front(LineageDirection Way, List<TKey> Open, HashSet<TKey> Seen);
}
