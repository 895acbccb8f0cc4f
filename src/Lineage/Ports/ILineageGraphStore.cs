using Lineage.Graph;
using Lineage.Model;

namespace Lineage.Ports;

/// <summary>Reads the graph. Datasets with several names appear under one of them, their shown name. Thread-safe.</summary>
public interface ILineageGraphStore
{
    /// <summary>What the keys stand for; a key of another name of a dataset leads to the shown one. Unknown keys are absent.</summary>
    Task<IReadOnlyDictionary<NodeKey, NodeInfo>> FindNodesAsync(IReadOnlyCollection<NodeKey> keys, CancellationToken cancellationToken);

    /// <summary>The edges that end (upstream) or begin (downstream) at the nodes, under any of their names.</summary>
    /// <param name="nodes">Keys of shown names.</param>
    /// <param name="direction">Upstream or downstream, not both.</param>
    /// <param name="limit">Most edges to return; if there are more, an unspecified part is returned.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <returns>Edges between shown names, each once.</returns>
    Task<IReadOnlyList<NodeEdge>> ListEdgesAsync(
        IReadOnlyCollection<NodeKey> nodes, LineageDirection direction, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// The column edges that end (upstream) or begin (downstream) at the columns. Upstream, edges into whole rows of the dataset (with an
    /// empty column) belong to each of its columns. Downstream of whole rows lie the edges from all columns.
    /// </summary>
    /// <param name="columns">Columns of shown names.</param>
    /// <param name="direction">Upstream or downstream, not both.</param>
    /// <param name="limit">Most edges to return; if there are more, an unspecified part is returned.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <returns>Edges between columns of shown names, each once, as they were stated.</returns>
    Task<IReadOnlyList<ColumnNodeEdge>> ListColumnEdgesAsync(
        IReadOnlyCollection<ColumnKey> columns, LineageDirection direction, int limit, CancellationToken cancellationToken);

    /// <summary>The column edges with both ends in the datasets.</summary>
    /// <param name="datasets">Keys of shown names.</param>
    /// <param name="limit">Most edges to return; if there are more, an unspecified part is returned.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<ColumnNodeEdge>> ListColumnEdgesAmongAsync(
        IReadOnlyCollection<NodeKey> datasets, int limit, CancellationToken cancellationToken);
}
