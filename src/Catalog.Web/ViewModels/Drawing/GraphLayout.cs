namespace Catalog.Web.ViewModels.Drawing;

/// <summary>
/// Places boxes in columns from left to right, so that arrows point right wherever no circle forbids it, few of them cross, and no box covers another one. Depends
/// on the graph alone, not on the order in which it is given, so a graph looks the same at every visit.
/// </summary>
public sealed class GraphLayout
{
    /// <summary>Least space between two boxes of a column.</summary>
    public const double RowGap = 24;

    private GraphLayout(IReadOnlyDictionary<string, Placement> nodes, IReadOnlyList<IReadOnlyList<LayoutPoint>> routes)
    {
        Nodes = nodes;
        Routes = routes;
        Width = nodes.Count == 0 ? 0 : nodes.Values.Max(static place => place.Right);
        Height = Math.Max(
            nodes.Count == 0 ? 0 : nodes.Values.Max(static place => place.Bottom),
            routes.SelectMany(static route => route).Select(static point => point.Y).DefaultIfEmpty(0).Max());
    }

    /// <summary>Where each box stands.</summary>
    public IReadOnlyDictionary<string, Placement> Nodes { get; }

    /// <summary>
    /// For each edge, in the order given, its points: where it leaves, both sides of every column that it passes, where it enters. Empty for an edge from a box to itself.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<LayoutPoint>> Routes { get; }

    /// <summary>Right side of the rightmost box.</summary>
    public double Width { get; }

    /// <summary>Bottom of the lowest box or arrow.</summary>
    public double Height { get; }

    /// <summary>Places a graph. Edges may form circles; an edge whose ends are not among the nodes is an error of the caller.</summary>
    /// <param name="nodes">The boxes.</param>
    /// <param name="edges">The arrows.</param>
    /// <param name="layerGap">Space between two columns.</param>
    public static GraphLayout Of(IReadOnlyCollection<LayoutNode> nodes, IReadOnlyList<LayoutEdge> edges, double layerGap = 100)
    {
        var sorted = nodes.OrderBy(static node => node.Id, StringComparer.Ordinal).ToList();
        var numbers = sorted.Index().ToDictionary(static pair => pair.Item.Id, static pair => pair.Index);
        var pairs = edges.Select(edge => (From: numbers[edge.From], To: numbers[edge.To])).Where(static pair => pair.From != pair.To)
            .Distinct().Order().ToList();

        var layers = LayerAssignment.Assign(sorted.Count, pairs);
        var graph = new LayeredGraph(layers, pairs);
        CrossingReduction.Run(graph);

        var lefts = ColumnsOf(sorted, layers, layerGap);
        var links = edges.Where(static edge => edge.From != edge.To)
            .SelectMany(edge => graph.LinksOf(numbers[edge.From], numbers[edge.To], edge.FromOffset, edge.ToOffset)).ToList();
        var tops = RowPlacement.Place(graph, [.. sorted.Select(static node => node.Height)], links);

        var places = sorted.Index().ToDictionary(
            static pair => pair.Item.Id,
            pair => new Placement(lefts[layers[pair.Index]].Left, tops[pair.Index], pair.Item.Width, pair.Item.Height, layers[pair.Index]));
        return new GraphLayout(places, [.. edges.Select(edge => RouteOf(graph, edge, numbers, places, lefts, tops))]);
    }

    private static List<(double Left, double Width)> ColumnsOf(List<LayoutNode> nodes, int[] layers, double layerGap)
    {
        var columns = new List<(double Left, double Width)>();
        var left = 0.0;
        for (var layer = 0; layer <= layers.DefaultIfEmpty(-1).Max(); layer++)
        {
            var width = nodes.Where((_, number) => layers[number] == layer).Select(static node => node.Width).DefaultIfEmpty(0).Max();
            columns.Add((left, width));
            left += width + layerGap;
        }

        return columns;
    }

    private static List<LayoutPoint> RouteOf(
        LayeredGraph graph,
        LayoutEdge edge,
        Dictionary<string, int> numbers,
        Dictionary<string, Placement> places,
        List<(double Left, double Width)> columns,
        double[] tops)
    {
        var (from, to) = (places[edge.From], places[edge.To]);
        if (edge.From == edge.To)
        {
            return [];
        }

        var forward = from.Layer < to.Layer;
        var route = new List<LayoutPoint> { new(forward ? from.Right : from.X, from.Y + edge.FromOffset) };
        foreach (var lane in graph.LanesOf(numbers[edge.From], numbers[edge.To]))
        {
            var (left, width) = columns[graph.LayerOf(lane)];
            var middle = tops[lane] + (LayeredGraph.LaneHeight / 2);
            route.Add(new(forward ? left : left + width, middle));
            route.Add(new(forward ? left + width : left, middle));
        }

        route.Add(new(forward ? to.X : to.Right, to.Y + edge.ToOffset));
        return route;
    }
}
