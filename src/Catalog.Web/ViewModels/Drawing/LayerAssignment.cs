namespace Catalog.Web.ViewModels.Drawing;

/// <summary>Gives every node its column: one further than the furthest node before it.</summary>
internal static class LayerAssignment
{
    /// <summary>The column of each node, from 0. Along an edge that closes a circle the column falls; along every other it rises.</summary>
    /// <param name="count">Number of nodes.</param>
    /// <param name="edges">Pairs of different nodes, each once, sorted.</param>
    public static int[] Assign(int count, IReadOnlyList<(int From, int To)> edges)
    {
        var back = FindBackEdges(count, edges);
        var forward = edges.Select(edge => back.Contains(edge) ? (From: edge.To, To: edge.From) : edge).Distinct().ToList();
        var after = forward.ToLookup(static edge => edge.From, static edge => edge.To);
        var before = forward.ToLookup(static edge => edge.To, static edge => edge.From);

        var layers = new int[count];
        var open = Enumerable.Range(0, count).Select(node => before[node].Count()).ToArray();
        var ready = new Queue<int>(Enumerable.Range(0, count).Where(node => open[node] == 0));
        while (ready.TryDequeue(out var node))
        {
            foreach (var next in after[node])
            {
                layers[next] = Math.Max(layers[next], layers[node] + 1);
                if (--open[next] == 0)
                {
                    ready.Enqueue(next);
                }
            }
        }

        // A node that nothing flows into stands beside what it feeds, not at the far left.
        foreach (var node in Enumerable.Range(0, count).Where(node => !before[node].Any() && after[node].Any()))
        {
            layers[node] = after[node].Min(next => layers[next]) - 1;
        }

        return layers;
    }

    /// <summary>The edges that lead back to a node on the way, in a depth-first search that begins where nothing flows in.</summary>
    private static HashSet<(int From, int To)> FindBackEdges(int count, IReadOnlyList<(int From, int To)> edges)
    {
        var after = edges.ToLookup(static edge => edge.From, static edge => edge.To);
        var fed = edges.Select(static edge => edge.To).ToHashSet();
        var done = new bool[count];
        var onWay = new bool[count];
        var back = new HashSet<(int, int)>();
        foreach (var start in Enumerable.Range(0, count).OrderBy(fed.Contains).Where(start => !done[start]))
        {
            var way = new Stack<(int Node, IEnumerator<int> Next)>([(start, after[start].GetEnumerator())]);
            onWay[start] = true;
            while (way.TryPeek(out var step))
            {
                if (!step.Next.MoveNext())
                {
                    way.Pop();
                    (done[step.Node], onWay[step.Node]) = (true, false);
                }
                else if (onWay[step.Next.Current])
                {
                    back.Add((step.Node, step.Next.Current));
                }
                else if (!done[step.Next.Current])
                {
                    onWay[step.Next.Current] = true;
                    way.Push((step.Next.Current, after[step.Next.Current].GetEnumerator()));
                }
            }
        }

        return back;
    }
}
