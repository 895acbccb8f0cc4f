using Catalog.Core.Values;
using Catalog.Web.Queries.Flow;
using Lineage.Graph;
using Lineage.Model;

namespace Catalog.Web.Tests.Queries.Flow;

/// <summary>Writes graphs as short texts: <c>a>b</c> is an edge, <c>j:x</c> a job, <c>a.x>b.y</c> an edge of columns.</summary>
internal static class Flows
{
    public static readonly Instant Seen = Instant.From(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));

    /// <summary>A graph as the lineage module answers it; an edge written with <c>~</c> in place of <c>></c> is declared only.</summary>
    public static LineageGraph Raw(string start, params string[] edges)
    {
        var read = edges.Select(static edge => (Ends: edge.Split('>', '~'), Declared: edge.Contains('~', StringComparison.Ordinal))).ToList();
        var names = read.SelectMany(static edge => edge.Ends).Append(start).Distinct();
        return new LineageGraph
        {
            Start = IdOf(start),
            Nodes = [.. names.Select(static name => NodeOf(name))],
            Edges = [.. read.Select(static edge => new GraphEdge { From = IdOf(edge.Ends[0]), To = IdOf(edge.Ends[1]), LastSeen = edge.Declared ? null : Seen, Declared = edge.Declared })],
        };
    }

    /// <summary>A graph of datasets with its column edges, starting from a dataset or a column.</summary>
    public static FlowGraph Columns(string start, string[] edges, params string[] columns)
    {
        var parts = start.Split('.');
        var graph = FlowGraphBuilder.Build(Raw(parts[0], edges), depth: 20) with { StartColumn = parts.ElementAtOrDefault(1) };
        return graph with { ColumnEdges = [.. columns.Select(Column)] };
    }

    public static string IdOf(string name) => name.StartsWith("j:", StringComparison.Ordinal) ? "job:s:" + name[2..] : "dataset:d:" + name;

    public static IReadOnlyList<string> Short(FlowGraph graph) => [.. graph.Edges.Select(static edge => $"{Name(edge.From)}>{Name(edge.To)}")];

    public static string Name(string id) => id.Split(':', 3)[2];

    private static GraphNode NodeOf(string name)
    {
        var isJob = name.StartsWith("j:", StringComparison.Ordinal);
        return new GraphNode
        {
            Id = IdOf(name),
            Kind = isJob ? NodeKind.Job : NodeKind.Dataset,
            Namespace = isJob ? "s" : "d",
            Name = isJob ? name[2..] : name,
            Distance = 0,
            LastSeen = Seen,
        };
    }

    private static FlowColumnEdge Column(string text)
    {
        var indirect = text.Contains('~', StringComparison.Ordinal);
        var ends = text.Split('>', '~').Select(static end => end.Split('.')).ToList();
        return new FlowColumnEdge(IdOf(ends[0][0]), ends[0][1], IdOf(ends[1][0]), ends[1].ElementAtOrDefault(1) ?? string.Empty, indirect, Masked: false, "value of");
    }
}
