using Lineage.Graph;
using Lineage.Model;
using Lineage.Ports;

namespace Catalog.Web.Queries.Flow;

/// <summary>Reads the lineage of one node as people look at it. Thread-safe.</summary>
public sealed class FlowReader(LineageGraphService graphs, ILineageCatalogStore catalog)
{
    /// <summary>The part of the lineage around a node.</summary>
    /// <param name="urn">Node id of a dataset, job or column.</param>
    /// <param name="direction">Which way.</param>
    /// <param name="depth">Steps from dataset to dataset.</param>
    /// <param name="columns">Whether columns are wanted.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="Lineage.LineageException">The id cannot be read or names nothing.</exception>
    public async Task<FlowGraph> ReadAsync(string urn, LineageDirection direction, int depth, bool columns, CancellationToken cancellationToken)
    {
        var asked = await graphs.FindAsync(new GraphQuery { NodeId = urn, Direction = LineageDirection.None, Depth = 0 }, cancellationToken);
        var start = asked.Nodes[0];
        var startId = start.Column is null ? start.Id : new DatasetId(start.Namespace, start.Name).ToString();

        // From dataset to dataset it is two steps where a job lies between.
        var query = new GraphQuery { NodeId = startId, Direction = direction, Depth = Math.Min(2 * depth, GraphQuery.MaxDepth) };
        var found = await graphs.FindAsync(query, cancellationToken);
        var graph = FlowGraphBuilder.Build(found, depth) with { StartColumn = start.Column };
        if (!columns)
        {
            return graph;
        }

        var names = graph.Nodes.Where(static node => node.Kind != FlowKind.Job).Select(static node => node.Name).ToList();
        var datasets = await catalog.FindDatasetsAsync(names, cancellationToken);
        return FlowColumns.Add(graph, await graphs.FindColumnEdgesAsync(found, cancellationToken), datasets);
    }
}
