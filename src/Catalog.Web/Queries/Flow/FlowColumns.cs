using System.Text.Json;
using Lineage.Graph;
using Lineage.Model;

namespace Catalog.Web.Queries.Flow;

/// <summary>Adds columns and the edges between them to a graph.</summary>
internal static class FlowColumns
{
    /// <param name="graph">The graph.</param>
    /// <param name="edges">Edges whose ends are column ids; those that lead out of the graph are left out.</param>
    /// <param name="datasets">The datasets with their schemas, by name; a dataset that is absent has none.</param>
    public static FlowGraph Add(FlowGraph graph, IReadOnlyList<GraphEdge> edges, IReadOnlyDictionary<DatasetId, DatasetInfo> datasets)
    {
        var schemas = graph.Nodes.ToDictionary(static node => node.Id, node => SchemaOf(datasets.GetValueOrDefault(node.Name)));
        var ends = new ColumnEnds(graph.Nodes, schemas);
        List<FlowColumnEdge> found =
        [
            .. edges.Select(edge => (Edge: edge, From: ends.Find(edge.From), To: ends.Find(edge.To)))
                .Where(static found => found.From is not null && found.To is not null && found.From.Value.Node != found.To.Value.Node)
                .Select(static found => Read(found.Edge, found.From.GetValueOrDefault(), found.To.GetValueOrDefault()))
                .Distinct(),
        ];
        var others = FindOthers(found, schemas);
        return graph with
        {
            ColumnEdges = found,
            Nodes = [.. graph.Nodes.Select(node => node with { Columns = [.. schemas[node.Id], .. others[node.Id].Select(static name => new FlowColumn(name, null))] })],
        };
    }

    /// <summary>Columns of each node that no schema names, in the order of the columns that they are tied to.</summary>
    private static ILookup<string, string> FindOthers(List<FlowColumnEdge> edges, Dictionary<string, List<FlowColumn>> schemas)
    {
        var places = schemas.ToDictionary(
            static schema => schema.Key, static schema => schema.Value.Index().ToDictionary(static column => column.Item.Name, static column => column.Index, StringComparer.Ordinal));
        int PlaceOf(string node, string column) => places[node].GetValueOrDefault(column, int.MaxValue);

        return edges.Select(edge => (Node: edge.From, Column: edge.FromColumn, Place: PlaceOf(edge.To, edge.ToColumn)))
            .Concat(edges.Select(edge => (Node: edge.To, Column: edge.ToColumn, Place: PlaceOf(edge.From, edge.FromColumn))))
            .Where(end => end.Column.Length > 0 && !places[end.Node].ContainsKey(end.Column))
            .GroupBy(static end => (end.Node, end.Column))
            .OrderBy(static group => group.Min(static end => end.Place)).ThenBy(static group => group.Key.Column, StringComparer.Ordinal)
            .ToLookup(static group => group.Key.Node, static group => group.Key.Column);
    }

    private static FlowColumnEdge Read(GraphEdge edge, (string Node, string Column) from, (string Node, string Column) to)
        => new(from.Node, from.Column, to.Node, to.Column, edge.Indirect, edge.Masked, HowOf(edge));

    private static string HowOf(GraphEdge edge) => edge switch
    {
        { Description.Length: > 0 } => edge.Description,
        { Subtype: "AGGREGATION" } => "aggregate of",
        { Subtype: "TRANSFORMATION" } => "computed from",
        { Subtype.Length: > 0, Indirect: true } => edge.Subtype.Replace('_', ' ').ToLowerInvariant() + " by",
        { Indirect: true } => "decides which rows",
        _ => "value of",
    };

    private static List<FlowColumn> SchemaOf(DatasetInfo? dataset)
    {
        if (dataset?.Schema is not { } schema)
        {
            return [];
        }

        using var document = JsonDocument.Parse(schema.Fields);
        return [.. document.RootElement.EnumerateArray()
            .Select(static field => new FlowColumn(
                field.GetProperty("name").GetString() ?? string.Empty,
                field.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString() : null))
            .DistinctBy(static column => column.Name)];
    }

    /// <summary>
    /// Splits column ids. Names may hold colons, so an id can often be split in several places: a column of a known schema wins, then the longest dataset name.
    /// </summary>
    private sealed class ColumnEnds
    {
        private readonly Dictionary<string, (string Node, string Column)> _known = new(StringComparer.Ordinal);
        private readonly List<(string Prefix, string Node)> _prefixes;

        public ColumnEnds(IReadOnlyList<FlowNode> nodes, Dictionary<string, List<FlowColumn>> schemas)
        {
            _prefixes = [.. nodes.Where(static node => node.Kind != FlowKind.Job)
                .Select(static node => (Prefix: NodeIdGrammar.FormatColumn(node.Name, string.Empty), Node: node.Id))
                .OrderByDescending(static entry => entry.Prefix.Length)];
            foreach (var (prefix, node) in _prefixes)
            {
                foreach (var column in schemas[node])
                {
                    _known.TryAdd(prefix + column.Name, (node, column.Name));
                }
            }
        }

        public (string Node, string Column)? Find(string id)
        {
            if (_known.TryGetValue(id, out var known))
            {
                return known;
            }

            var (prefix, node) = _prefixes.Find(entry => id.StartsWith(entry.Prefix, StringComparison.Ordinal));
            if (prefix is null)
            {
                return null;
            }

            return _known[id] = (node, id[prefix.Length..]);
        }
    }
}
