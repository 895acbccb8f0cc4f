namespace Catalog.Web.Queries.Flow;

/// <summary>Draws many files, datasets or training sets that do the same as one node: those with the same neighbours, from which nothing else hangs.</summary>
internal static class FlowBundler
{
    /// <summary>Fewer alike nodes are drawn one by one.</summary>
    public const int LeastMembers = 5;

    /// <param name="graph">The graph.</param>
    /// <param name="keep">A node that is never bundled, besides the start; null when there is none.</param>
    public static FlowGraph Bundle(FlowGraph graph, string? keep)
    {
        var into = graph.Edges.ToLookup(static edge => edge.To, static edge => edge.From);
        var outOf = graph.Edges.ToLookup(static edge => edge.From, static edge => edge.To);
        var bundles = graph.Nodes
            .Where(node => node.Kind is FlowKind.File or FlowKind.Dataset or FlowKind.TrainingSet && node.Id != graph.Start && node.Id != keep)
            .GroupBy(node => (node.Kind, node.Name.Namespace, node.Distance, Key: string.Join('\n', [.. into[node.Id].Order(), "", .. outOf[node.Id].Order()])))
            .Where(static group => group.Count() >= LeastMembers)
            .Select(static group => BundleOf([.. group]))
            .ToList();
        if (bundles.Count == 0)
        {
            return graph;
        }

        var bundleOf = bundles.SelectMany(static bundle => bundle.Members.Select(member => (member.Id, Bundle: bundle.Id)))
            .ToDictionary(static pair => pair.Id, static pair => pair.Bundle);
        string IdOf(string node) => bundleOf.GetValueOrDefault(node, node);

        return graph with
        {
            Nodes =
            [
                .. graph.Nodes.Where(node => !bundleOf.ContainsKey(node.Id)).Concat(bundles)
                    .OrderBy(static node => node.Distance).ThenBy(static node => node.Id, StringComparer.Ordinal),
            ],
            Edges =
            [
                .. graph.Edges.Select(edge => edge with { From = IdOf(edge.From), To = IdOf(edge.To) })
                    .GroupBy(static edge => (edge.From, edge.To))
                    .Select(static group => group.OrderByDescending(static edge => edge.LastSeen).First() with
                    {
                        Jobs = [.. group.SelectMany(static edge => edge.Jobs).Distinct().Order(StringComparer.Ordinal)],
                    }),
            ],
            ColumnEdges = [.. graph.ColumnEdges.Select(edge => edge with { From = IdOf(edge.From), To = IdOf(edge.To) }).Distinct()],
        };
    }

    private static FlowNode BundleOf(IReadOnlyList<FlowNode> members) => members[0] with
    {
        Id = "bundle:" + members[0].Id,
        Title = $"{members.Count} {FlowKinds.PluralOf(members[0].Kind)}",
        LastSeen = members.Max(static member => member.LastSeen),
        Columns = [],
        Members = members,
    };
}
