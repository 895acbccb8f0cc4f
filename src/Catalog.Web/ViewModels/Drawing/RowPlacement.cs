namespace Catalog.Web.ViewModels.Drawing;

/// <summary>
/// Finds the height of every item within the order of its column. Each wants its edges to run level; where two want the same place, the items share the loss in the
/// least-squares sense (isotonic regression), so the order holds and nothing overlaps.
/// </summary>
internal static class RowPlacement
{
    private const int Sweeps = 10;

    /// <summary>The top of each item; the highest is 0.</summary>
    public static double[] Place(LayeredGraph graph, IReadOnlyList<double> heights, IReadOnlyList<LayoutLink> links)
    {
        var toLeft = links.ToLookup(static link => link.Right, static link => (Other: link.Left, Shift: link.LeftOffset - link.RightOffset));
        var toRight = links.ToLookup(static link => link.Left, static link => (Other: link.Right, Shift: link.RightOffset - link.LeftOffset));
        double HeightOf(int item) => graph.IsLane(item) ? LayeredGraph.LaneHeight : heights[item];

        var tops = new double[graph.ItemCount];
        foreach (var layer in graph.Order)
        {
            Settle(layer, HeightOf, static _ => 0, static _ => 1, tops);
        }

        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var rightwards = sweep % 2 == 0;
            var last = sweep >= Sweeps - 2;
            foreach (var layer in rightwards ? graph.Order : Enumerable.Reverse(graph.Order))
            {
                // The last two sweeps look both ways, so that neither end of the graph is favoured.
                var wanted = layer.ToDictionary(static item => item, item => (last ? toLeft[item].Concat(toRight[item]) : rightwards ? toLeft[item] : toRight[item])
                    .Select(end => tops[end.Other] + end.Shift).ToList());
                Settle(
                    layer,
                    HeightOf,
                    item => wanted[item].Count == 0 ? tops[item] : wanted[item].Average(),
                    item => graph.IsLane(item) ? 4 : wanted[item].Count == 0 ? 0.25 : wanted[item].Count,
                    tops);
            }
        }

        var highest = tops.DefaultIfEmpty(0).Min();
        return [.. tops.Select(top => Math.Round(top - highest))];
    }

    private static void Settle(List<int> layer, Func<int, double> heightOf, Func<int, double> wantedOf, Func<int, double> weightOf, double[] tops)
    {
        // Without the room that the items above take, "no overlap" means "not falling": pools of items that want to overlap move as one.
        var pools = new Stack<(double Sum, double Weight, int Count)>();
        var room = 0.0;
        var rooms = new List<double>(layer.Count);
        foreach (var item in layer)
        {
            rooms.Add(room);
            var weight = weightOf(item);
            var pool = (Sum: (wantedOf(item) - room) * weight, Weight: weight, Count: 1);
            while (pools.TryPeek(out var above) && above.Sum / above.Weight > pool.Sum / pool.Weight)
            {
                pools.Pop();
                pool = (pool.Sum + above.Sum, pool.Weight + above.Weight, pool.Count + above.Count);
            }

            pools.Push(pool);

            // Rounded up, so that rounding every top to whole pixels cannot make two items touch.
            room += Math.Ceiling(heightOf(item)) + GraphLayout.RowGap + 1;
        }

        var place = 0;
        foreach (var pool in pools.Reverse())
        {
            for (var i = 0; i < pool.Count; i++, place++)
            {
                tops[layer[place]] = (pool.Sum / pool.Weight) + rooms[place];
            }
        }
    }
}
