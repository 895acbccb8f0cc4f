using Catalog.Core.Values;
using Catalog.Web.ViewModels.Drawing;

namespace Catalog.Web.Queries.Flow;

/// <summary>A graph with the place of every box, line and arrow.</summary>
public sealed record FlowDrawing
{
    /// <summary>An arrow that no run has shown for so long is drawn faded.</summary>
    public static readonly TimeSpan Aged = TimeSpan.FromDays(7);

    /// <summary>Space for the heads of the columns.</summary>
    public const double Top = 24;

    /// <summary>Space at both sides.</summary>
    public const double Side = 16;

    /// <summary>Width of the page's column at 1,400 px, which a drawing keeps to as far as names and arrows can still be read.</summary>
    public const double Room = 1_136;

    private const double HeadGap = 12;

    private static readonly (double Least, double Most) BoxGap = (28, 48);

    // Between columns there are many arrows to be told apart.
    private static readonly (double Least, double Most) ColumnGap = (40, 92);

    /// <summary>Boxes from left to right, then from top to bottom, which is the order of the tab key.</summary>
    public required IReadOnlyList<FlowBox> Boxes { get; init; }

    public required IReadOnlyList<FlowArrow> Arrows { get; init; }

    /// <summary>What stands in each column, with its left side.</summary>
    public required IReadOnlyList<(double X, string Text)> Heads { get; init; }

    public required double Width { get; init; }

    public required double Height { get; init; }

    /// <summary>Draws a graph.</summary>
    /// <param name="graph">The graph; with columns where they are to be seen.</param>
    /// <param name="impact">What breaks; null when that was not asked.</param>
    /// <param name="now">Decides which arrows are faded.</param>
    public static FlowDrawing Of(FlowGraph graph, ImpactAnalysis? impact, Instant now)
    {
        var shapes = graph.Nodes.ToDictionary(static node => node.Id, node => FlowShape.Of(node, graph.ColumnEdges));
        var gap = shapes.Values.Any(static shape => shape.Lines.Count > 0) ? ColumnGap : BoxGap;
        var (strokes, layout) = Place(graph, shapes, gap.Most, impact, now);
        if (layout.Width + (2 * Side) > Room)
        {
            var narrow = Narrow(shapes, layout, gap);
            shapes = narrow.Shapes;
            (strokes, layout) = Place(graph, shapes, narrow.Gap, impact, now);
        }

        return new FlowDrawing
        {
            Boxes =
            [
                .. graph.Nodes.Select(node => new FlowBox(node, shapes[node.Id], Shift(layout.Nodes[node.Id])))
                    .OrderBy(static box => box.Place.Layer).ThenBy(static box => box.Place.Y),
            ],
            Arrows =
            [
                .. strokes.Zip(layout.Routes).Where(static pair => pair.Second.Count > 0)
                    .Select(static pair => new FlowArrow(EdgePath.Of([.. pair.Second.Select(Shift)]), pair.First.Ink))

                    // What breaks lies on top.
                    .OrderBy(static arrow => arrow.Ink.IsImpact),
            ],
            Heads = HeadsOf(graph, layout),
            Width = layout.Width + (2 * Side),
            Height = layout.Height + Top + Side,
        };
    }

    private static (IReadOnlyList<FlowStroke> Strokes, GraphLayout Layout) Place(FlowGraph graph, Dictionary<string, FlowShape> shapes, double gap, ImpactAnalysis? impact, Instant now)
    {
        var strokes = FlowStrokes.Of(graph, shapes, impact, now);
        return (strokes, GraphLayout.Of(
            [.. graph.Nodes.Select(node => new LayoutNode(node.Id, shapes[node.Id].Width, shapes[node.Id].Height))], [.. strokes.Select(static stroke => stroke.Edge)], gap));
    }

    // First the columns move together, then wide boxes give way; in which column a box stands depends on neither.
    private static (Dictionary<string, FlowShape> Shapes, double Gap) Narrow(Dictionary<string, FlowShape> shapes, GraphLayout layout, (double Least, double Most) gap)
    {
        var widths = layout.Nodes.GroupBy(static node => node.Value.Layer).Select(static column => column.Max(static node => node.Value.Width)).ToList();
        var (gaps, room) = (Math.Max(1, layout.Nodes.Values.Max(static place => place.Layer)), Room - (2 * Side));
        var most = FlowShape.Most;
        while (most > FlowShape.LeastOfMost && widths.Sum(width => Math.Min(width, most)) + (gaps * gap.Least) > room)
        {
            most--;
        }

        var left = Math.Floor((room - widths.Sum(width => Math.Min(width, most))) / gaps);
        return (shapes.ToDictionary(static shape => shape.Key, shape => shape.Value.NoWiderThan(most)), Math.Clamp(left, gap.Least, gap.Most));
    }

    private static Placement Shift(Placement place) => place with { X = place.X + Side, Y = place.Y + Top };

    private static LayoutPoint Shift(LayoutPoint point) => new(point.X + Side, point.Y + Top);

    private static List<(double X, string Text)> HeadsOf(FlowGraph graph, GraphLayout layout)
    {
        var columns = graph.Nodes.GroupBy(node => layout.Nodes[node.Id].Layer).OrderBy(static group => group.Key)
            .Select(group => (Left: layout.Nodes[group.First().Id].X, Right: group.Max(node => layout.Nodes[node.Id].Right), Kinds: group.Select(static node => node.Kind).ToHashSet())).ToList();
        return
        [
            .. columns.Index().Select(pair => (
                pair.Item.Left + Side,
                FlowShape.HeadOf(pair.Item.Kinds, pair.Index + 1 < columns.Count ? columns[pair.Index + 1].Left - HeadGap - pair.Item.Left : pair.Item.Right - pair.Item.Left))),
        ];
    }
}

/// <summary>A box at its place.</summary>
public sealed record FlowBox(FlowNode Node, FlowShape Shape, Placement Place);

/// <summary>An arrow.</summary>
/// <param name="Path">The path of an SVG.</param>
/// <param name="Ink">How it is drawn.</param>
public sealed record FlowArrow(string Path, FlowInk Ink);
