using Catalog.Core.Values;
using Lineage.Graph;
using Lineage.Model;

namespace Catalog.Web.Queries.Flow;

/// <summary>
/// Turns a lineage graph of datasets and jobs into one of datasets: a job that reads or writes one dataset becomes its arrows. A job that reads several and writes
/// several stays a node, since its arrows would say more than is known.
/// </summary>
internal static class FlowGraphBuilder
{
    /// <param name="graph">The graph.</param>
    /// <param name="depth">Nodes further away than this are left out.</param>
    public static FlowGraph Build(LineageGraph graph, int depth)
    {
        var jobs = graph.Nodes.Where(static node => node.Kind == NodeKind.Job).ToDictionary(static node => node.Id);
        var into = graph.Edges.ToLookup(static edge => edge.To);
        var outOf = graph.Edges.ToLookup(static edge => edge.From);
        var dissolved = jobs.Keys.Where(id => id != graph.Start && MayDissolve(into[id].Count(), outOf[id].Count())).ToHashSet();

        var edges = graph.Edges.Where(edge => !dissolved.Contains(edge.From) && !dissolved.Contains(edge.To))
            .Select(static edge => new FlowEdge { From = edge.From, To = edge.To, LastSeen = edge.LastSeen })
            .Concat(dissolved.SelectMany(id => into[id].SelectMany(before => outOf[id].Select(after => Join(before, after, jobs[id])))))
            .Where(static edge => edge.From != edge.To)
            .GroupBy(static edge => (edge.From, edge.To))
            .Select(static group => group.Aggregate(Unite))
            .ToList();

        var distances = Measure(graph.Start, edges, depth);
        var cut = graph.Nodes.Any(node => !dissolved.Contains(node.Id) && !distances.ContainsKey(node.Id));
        return new FlowGraph
        {
            Start = graph.Start,
            Nodes =
            [
                .. graph.Nodes.Where(node => distances.ContainsKey(node.Id)).Select(node => NodeOf(node, distances[node.Id]))
                    .OrderBy(static node => node.Distance).ThenBy(static node => node.Id, StringComparer.Ordinal),
            ],
            Edges =
            [
                .. edges.Where(edge => distances.ContainsKey(edge.From) && distances.ContainsKey(edge.To))
                    .OrderBy(static edge => edge.From, StringComparer.Ordinal).ThenBy(static edge => edge.To, StringComparer.Ordinal),
            ],
            TruncatedBy = graph.TruncatedBy == GraphTruncation.Nodes ? GraphTruncation.Nodes : cut ? GraphTruncation.Depth : graph.TruncatedBy,
        };
    }

    private static bool MayDissolve(int inputs, int outputs) => inputs > 0 && outputs > 0 && (inputs == 1 || outputs == 1);

    private static FlowEdge Join(GraphEdge before, GraphEdge after, GraphNode job) => new()
    {
        From = before.From,
        To = after.To,
        LastSeen = before.LastSeen is { } first && after.LastSeen is { } second ? Earlier(first, second) : null,
        Jobs = [job.Name],
    };

    private static FlowEdge Unite(FlowEdge left, FlowEdge right) => left with
    {
        LastSeen = left.LastSeen is { } first && right.LastSeen is { } second ? Later(first, second) : left.LastSeen ?? right.LastSeen,
        Jobs = [.. left.Jobs.Union(right.Jobs).Order(StringComparer.Ordinal)],
    };

    private static Instant Earlier(Instant left, Instant right) => left < right ? left : right;

    private static Instant Later(Instant left, Instant right) => left < right ? right : left;

    private static FlowNode NodeOf(GraphNode node, int distance)
    {
        var name = new DatasetId(node.Namespace, node.Name);
        var (kind, title, definition) = node.Kind == NodeKind.Job ? (FlowKind.Job, node.Name, null) : OwnDatasets.Read(name);
        return new FlowNode
        {
            Id = node.Id,
            Kind = kind,
            Title = title,
            Name = name,
            Definition = definition,
            Distance = distance,
            LastSeen = node.LastSeen,
        };
    }

    /// <summary>Steps from the start along the arrows and against them, each way on its own, up to the depth.</summary>
    private static Dictionary<string, int> Measure(string start, List<FlowEdge> edges, int depth)
    {
        var distances = new Dictionary<string, int>(StringComparer.Ordinal) { [start] = 0 };
        Walk(edges.ToLookup(static edge => edge.From, static edge => edge.To), sign: 1);
        Walk(edges.ToLookup(static edge => edge.To, static edge => edge.From), sign: -1);
        return distances;

        void Walk(ILookup<string, string> next, int sign)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal) { start };
            List<string> front = [start];
            for (var step = 1; step <= depth && front.Count > 0; step++)
            {
                front = [.. front.SelectMany(node => next[node]).Where(seen.Add)];
                foreach (var node in front.Where(node => !distances.TryGetValue(node, out var known) || Math.Abs(known) > step))
                {
                    distances[node] = sign * step;
                }
            }
        }
    }
}
