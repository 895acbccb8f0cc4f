namespace Catalog.Web.ViewModels.Drawing;

/// <summary>Orders every column so that few edges cross: each item goes to the mean place of its neighbours, column by column, back and forth; the best order wins.</summary>
internal static class CrossingReduction
{
    private const int Sweeps = 12;

    public static void Run(LayeredGraph graph)
    {
        var best = Copy(graph.Order);
        var least = Count(graph);
        for (var sweep = 0; sweep < Sweeps && least > 0; sweep++)
        {
            if (sweep % 2 == 0)
            {
                for (var layer = 1; layer < graph.Order.Count; layer++)
                {
                    Sort(graph.Order[layer], graph.Order[layer - 1], graph.Before);
                }
            }
            else
            {
                for (var layer = graph.Order.Count - 2; layer >= 0; layer--)
                {
                    Sort(graph.Order[layer], graph.Order[layer + 1], graph.After);
                }
            }

            var crossings = Count(graph);
            if (crossings < least)
            {
                (least, best) = (crossings, Copy(graph.Order));
            }
        }

        for (var layer = 0; layer < best.Count; layer++)
        {
            graph.Order[layer].Clear();
            graph.Order[layer].AddRange(best[layer]);
        }
    }

    /// <summary>How many pairs of edges cross.</summary>
    public static long Count(LayeredGraph graph)
    {
        var crossings = 0L;
        for (var layer = 1; layer < graph.Order.Count; layer++)
        {
            var places = PlacesOf(graph.Order[layer]);
            var ends = graph.Order[layer - 1].SelectMany(item => graph.After[item].Select(next => places[next]).Order()).ToList();
            crossings += CountInversions(ends, places.Count);
        }

        return crossings;
    }

    private static List<List<int>> Copy(List<List<int>> order) => order.ConvertAll(static layer => new List<int>(layer));

    private static Dictionary<int, int> PlacesOf(List<int> layer) => layer.Index().ToDictionary(static pair => pair.Item, static pair => pair.Index);

    private static void Sort(List<int> layer, List<int> fixedLayer, ILookup<int, int> neighbours)
    {
        var places = PlacesOf(fixedLayer);
        var wanted = layer.Index().ToDictionary(
            static pair => pair.Item,
            pair => neighbours[pair.Item].Select(neighbour => (double)places[neighbour]).DefaultIfEmpty(pair.Index).Average());
        var sorted = layer.OrderBy(item => wanted[item]).ToList();
        layer.Clear();
        layer.AddRange(sorted);
    }

    /// <summary>Pairs in the wrong order, counted with a binary indexed tree.</summary>
    private static long CountInversions(List<int> values, int size)
    {
        var tree = new int[size + 1];
        var inversions = 0L;
        for (var seen = 0; seen < values.Count; seen++)
        {
            var notGreater = 0;
            for (var i = values[seen] + 1; i > 0; i -= i & -i)
            {
                notGreater += tree[i];
            }

            inversions += seen - notGreater;
            for (var i = values[seen] + 1; i <= size; i += i & -i)
            {
                tree[i]++;
            }
        }

        return inversions;
    }
}
