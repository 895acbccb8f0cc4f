using Catalog.Core.Values;
using Catalog.Web.ViewModels.Drawing;

namespace Catalog.Web.Queries.Flow;

/// <summary>Decides which arrows stand for the edges of a graph: from column to column where columns are drawn and known, otherwise from box to box.</summary>
internal static class FlowStrokes
{
    // More of them from one box into the rows of another one are drawn as one arrow.
    private const int MostIntoRows = 3;

    public static List<FlowStroke> Of(FlowGraph graph, Dictionary<string, FlowShape> shapes, ImpactAnalysis? impact, Instant now)
    {
        var columns = graph.ColumnEdges.ToLookup(static edge => (edge.From, edge.To));
        var drawsColumns = graph.Nodes.Any(static node => node.Columns.Count > 0);
        var strokes = new List<FlowStroke>();
        foreach (var edge in graph.Edges)
        {
            var known = columns[(edge.From, edge.To)].ToList();
            var ink = new FlowInk { IsDeclaredOnly = edge.LastSeen is null, IsAged = edge.LastSeen is { } seen && now - seen > FlowDrawing.Aged };
            if (!drawsColumns || known.Count == 0)
            {
                strokes.Add(BoxToBox(edge, ink with { IsImpact = impact?.Breaks(edge.From) == true && impact.Breaks(edge.To) && CarriesAny(impact, known) }));
                continue;
            }

            strokes.AddRange(known.Where(static column => column.ToColumn.Length > 0)
                .GroupBy(static column => (column.FromColumn, column.ToColumn))
                .Select(group => ColumnToColumn(edge, [.. group], shapes, ink, impact)));
            var rows = known.Where(static column => column.ToColumn.Length == 0).GroupBy(static column => column.FromColumn).ToList();
            strokes.AddRange(rows.Count <= MostIntoRows
                ? rows.Select(group => ColumnToColumn(edge, [.. group], shapes, ink, impact))
                : [BoxToBox(edge, Of([.. rows.SelectMany(static group => group)], ink, impact))]);
        }

        return strokes;
    }

    private static bool CarriesAny(ImpactAnalysis impact, List<FlowColumnEdge> known) => known.Count == 0 || known.Exists(impact.Carries);

    private static FlowStroke BoxToBox(FlowEdge edge, FlowInk ink) => new(new LayoutEdge(edge.From, edge.To, FlowShape.Head / 2, FlowShape.Head / 2), ink);

    private static FlowStroke ColumnToColumn(
        FlowEdge edge, List<FlowColumnEdge> columns, Dictionary<string, FlowShape> shapes, FlowInk ink, ImpactAnalysis? impact)
        => new(
            new LayoutEdge(
                edge.From, edge.To, shapes[edge.From].OffsetOf(columns[0].FromColumn), shapes[edge.To].OffsetOf(columns[0].ToColumn)),
            Of(columns, ink, impact));

    // A value that also flows directly is no longer indirect or masked.
    private static FlowInk Of(List<FlowColumnEdge> columns, FlowInk ink, ImpactAnalysis? impact) => ink with
    {
        IsIndirect = columns.TrueForAll(static column => column.Indirect),
        IsMasked = columns.TrueForAll(static column => column.Masked),
        IsImpact = impact is not null && columns.Exists(impact.Carries),
    };
}

/// <summary>One arrow before it has its place.</summary>
internal readonly record struct FlowStroke(LayoutEdge Edge, FlowInk Ink);
