namespace Catalog.Web.Queries.Flow;

/// <summary>
/// Leaves arrows out of the drawing that say nothing new: from a view to what is made of a service over it, when the way through the service is drawn. The table beside the drawing has them all.
/// </summary>
internal static class FlowShortcuts
{
    /// <param name="graph">The graph.</param>
    public static FlowGraph Remove(FlowGraph graph)
    {
        var through = graph.Nodes.Where(static node => node.Kind is FlowKind.Service or FlowKind.OnDemandView).Select(static node => node.Id).ToHashSet(StringComparer.Ordinal);
        var into = graph.Edges.Where(edge => through.Contains(edge.To)).ToLookup(static edge => edge.From, static edge => edge.To);
        var outOf = graph.Edges.Where(edge => through.Contains(edge.From)).Select(static edge => (edge.From, edge.To)).ToHashSet();
        return graph with { Edges = [.. graph.Edges.Where(edge => !into[edge.From].Any(middle => middle != edge.To && outOf.Contains((middle, edge.To))))] };
    }
}
