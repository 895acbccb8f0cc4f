using Catalog.Definitions.Model;

namespace Catalog.Web.Queries.Flow;

/// <summary>Writes a graph as a table: everything that is drawn, line by line.</summary>
internal sealed class FlowRows(FlowGraph graph, DefinitionSet definitions)
{
    /// <summary>The kind of a line about a feature of a view.</summary>
    public const string Feature = "feature";

    private readonly Dictionary<string, FlowNode> _nodes = graph.Nodes.ToDictionary(static node => node.Id, StringComparer.Ordinal);
    private readonly ILookup<string, FlowEdge> _into = graph.Edges.ToLookup(static edge => edge.To);
    private readonly ILookup<(string Node, string Column), FlowColumnEdge> _intoColumn = graph.ColumnEdges.ToLookup(static edge => (edge.To, edge.ToColumn));

    /// <summary>A line for each node, and behind it one for each column whose origin is known.</summary>
    public IReadOnlyList<FlowRow> Explore() => [.. graph.Nodes.SelectMany(node => new[] { RowOf(node) }.Concat(ColumnsOf(node)))];

    /// <summary>What breaks by its distance, then what cannot be judged, then what is unaffected.</summary>
    public IReadOnlyList<FlowRow> Impact(ImpactAnalysis impact)
    {
        var columns = impact.Columns
            .Where(hit => hit.Value > 0 && hit.Key.Column.Length > 0)
            .Select(hit => ColumnRow(_nodes[hit.Key.Node], hit.Key.Column, edge => impact.Carries(edge)) with { Steps = hit.Value, Effect = FlowEffect.Breaks });
        var told = impact.Columns.Where(static hit => hit.Value > 0 && hit.Key.Column.Length > 0).Select(static hit => hit.Key.Node).ToHashSet(StringComparer.Ordinal);
        var nodes = graph.Nodes
            .Where(node => node.Id != graph.Start && (impact.Nodes[node.Id] != FlowEffect.Breaks || !told.Contains(node.Id)))
            .Select(node => RowOf(node) with
            {
                Effect = impact.Nodes[node.Id],
                Origins = impact.Nodes[node.Id] == FlowEffect.Breaks ? WhyOf(node, impact) : OriginsOf(node),
            });
        return
        [
            .. columns.Concat(nodes).OrderByDescending(static row => row.Effect).ThenBy(static row => row.Steps)
                .ThenBy(static row => row.Title, StringComparer.Ordinal),
        ];
    }

    private FlowRow RowOf(FlowNode node)
    {
        var definition = node.Definition is { } id ? definitions.Find(id) : null;
        var into = _into[node.Id].ToList();
        return new FlowRow
        {
            Title = node.Title,
            IsIdentifier = node.IsIdentifier,
            Href = HrefOf(node),
            Kind = FlowKinds.LabelOf(node.Kind),
            Steps = node.Distance,
            Origins = OriginsOf(node),
            Owner = definition?.Owner,
            Domain = definition?.Domain,
            LastSeen = into.Max(static edge => edge.LastSeen),
        };
    }

    private List<FlowOrigin> OriginsOf(FlowNode node)
        => [.. _into[node.Id].Select(edge => new FlowOrigin(_nodes[edge.From].Title, string.Join(", ", edge.Jobs), edge.LastSeen is null))];

    // Whole rows that are made from whole rows say no more than the node does.
    private IEnumerable<FlowRow> ColumnsOf(FlowNode node) => node.Columns.Select(static column => column.Name).Append(string.Empty)
        .Where(column => _intoColumn[(node.Id, column)].Any(edge => column.Length > 0 || edge.Indirect))
        .Select(column => ColumnRow(node, column, edge => column.Length > 0 || edge.Indirect));

    private FlowRow ColumnRow(FlowNode node, string column, Func<FlowColumnEdge, bool> which) => RowOf(node) with
    {
        Title = column.Length == 0 ? node.Title : $"{node.Title}.{column}",
        Kind = column.Length == 0 ? "every row" : KindOf(node, column),
        Origins = [.. _intoColumn[(node.Id, column)].Where(which).Select(OriginOf).Distinct()],
    };

    private string KindOf(FlowNode node, string column) => node.Kind switch
    {
        FlowKind.View when definitions.FindView(node.Title)?.Features.Any(feature => feature.Name == column) == true => Feature,
        FlowKind.View => "key",
        FlowKind.OnDemandView => definitions.FindOnDemandView(node.Title)?.Features.Any(feature => feature.Name == column) == false ? "request value" : Feature,
        FlowKind.Service => "served feature",
        _ => "column",
    };

    private FlowOrigin OriginOf(FlowColumnEdge edge) => new(
        $"{_nodes[edge.From].Title}.{edge.FromColumn}",
        edge.Masked ? edge.How + ", masked" : edge.How,
        _into[edge.To].FirstOrDefault(whole => whole.From == edge.From)?.LastSeen is null);

    // Whole rows break: by the columns that decide about them, or as the dataset that they are.
    private List<FlowOrigin> WhyOf(FlowNode node, ImpactAnalysis impact)
    {
        var columns = _intoColumn[(node.Id, string.Empty)].Where(impact.Carries).Select(OriginOf).Distinct().ToList();
        return columns.Count > 0
            ? columns
            : [.. _into[node.Id].Where(edge => impact.Breaks(edge.From)).Select(edge => new FlowOrigin(_nodes[edge.From].Title, "reads it", edge.LastSeen is null))];
    }

    private string HrefOf(FlowNode node)
        => (node.Kind == FlowKind.Job ? null : OwnDatasets.PageOf(definitions, node.Name)) ?? OwnDatasets.HrefOf(node.Id);
}
