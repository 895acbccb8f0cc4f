using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions;
using Lineage.Model;

namespace Catalog.Web.Queries.Flow;

/// <summary>
/// Finds what uses a data product, as its page tells it. Data flows to those readers from the views behind the product's ports, so no arrow of the lineage leaves the
/// product itself. Thread-safe.
/// </summary>
public sealed class ProductUse(DefinitionRegistry registry, TrainingSetReaders trainingSets)
{
    /// <summary>The services, products and training sets that read the product behind the node, as nodes one step after it; none for another node.</summary>
    public async Task<IReadOnlyList<FlowNode>> ListAsync(FlowNode node, CancellationToken cancellationToken)
    {
        var definitions = registry.Current;
        if (node.Definition is not { Kind: DefinitionKind.DataProduct } id || definitions.FindModel(id) is not DataProduct product)
        {
            return [];
        }

        var sets = await trainingSets.ListAsync([.. ProductMap.ViewsOf(definitions, product).Select(static view => view.Name)], cancellationToken);
        return
        [
            .. ProductMap.ReadersOf(definitions, product)
                .Select(reader => NodeOf(OwnDatasets.Of(reader.Id), definitions.Find(reader.Id)?.ChangedAt ?? node.LastSeen)).OfType<FlowNode>(),
            .. sets.DistinctBy(static set => set.Name).Select(static set => NodeOf(OwnDatasets.OfTrainingSet(set.Name), set.CreatedAt)).OfType<FlowNode>(),
        ];
    }

    /// <summary>The graph without training sets that failed, were cancelled or were deleted: nothing can break in them.</summary>
    public async Task<FlowGraph> DropLostAsync(FlowGraph graph, CancellationToken cancellationToken)
    {
        var sets = graph.Nodes.Where(node => node.Kind == FlowKind.TrainingSet && node.Id != graph.Start).ToList();
        var kept = await trainingSets.FindKeptAsync(sets.Select(static node => node.Title), cancellationToken);
        var lost = sets.Where(node => !kept.Contains(node.Title)).Select(static node => node.Id).ToHashSet(StringComparer.Ordinal);
        return graph with
        {
            Nodes = [.. graph.Nodes.Where(node => !lost.Contains(node.Id))],
            Edges = [.. graph.Edges.Where(edge => !lost.Contains(edge.From) && !lost.Contains(edge.To))],
            ColumnEdges = [.. graph.ColumnEdges.Where(edge => !lost.Contains(edge.From) && !lost.Contains(edge.To))],
        };
    }

    /// <summary>The graph with these nodes as what is made from its start; those that it holds are not added again.</summary>
    public static FlowGraph Add(FlowGraph graph, IReadOnlyList<FlowNode> users)
    {
        var known = graph.Nodes.Select(static node => node.Id).ToHashSet(StringComparer.Ordinal);
        var tied = graph.Edges.Where(edge => edge.From == graph.Start).Select(static edge => edge.To).ToHashSet(StringComparer.Ordinal);
        return graph with
        {
            Nodes = [.. graph.Nodes, .. users.Where(user => !known.Contains(user.Id))],
            Edges = [.. graph.Edges, .. users.Where(user => !tied.Contains(user.Id)).Select(user => new FlowEdge { From = graph.Start, To = user.Id })],
        };
    }

    private static FlowNode? NodeOf(DatasetId? dataset, Instant lastSeen)
    {
        if (dataset is not { } name)
        {
            return null;
        }

        var (kind, title, definition) = OwnDatasets.Read(name);
        return new FlowNode { Id = name.ToString(), Kind = kind, Title = title, Name = name, Definition = definition, Distance = 1, LastSeen = lastSeen };
    }
}
