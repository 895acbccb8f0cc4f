using Lineage.Graph;
using Lineage.Model;
using Lineage.Ports;
using Lineage.Runs;

namespace Lineage.Marquez;

/// <summary>
/// Answers what Marquez' clients ask. Two things differ on purpose: the graph follows the direction of the data, so that siblings of a
/// consumer are not pulled in, and it says when it is cut. Thread-safe.
/// </summary>
public sealed class MarquezReadService(LineageGraphService graphs, ILineageCatalogStore catalog, IRunStore runs)
{
    private const int MostItems = 1000;

    /// <summary>The graph around a dataset or job.</summary>
    /// <exception cref="LineageException">The id cannot be read, names nothing, or the depth is out of range.</exception>
    public async Task<MarquezGraph> FindLineageAsync(string nodeId, int depth, CancellationToken cancellationToken)
    {
        var graph = await graphs.FindAsync(new GraphQuery { NodeId = nodeId, Depth = depth }, cancellationToken).ConfigureAwait(false);
        if (graph.Nodes[0].Kind == NodeKind.Column)
        {
            throw new LineageException(
                LineageErrorCode.InvalidNodeId, $"Asking for lineage of '{nodeId}': give the id of a dataset or job, not of a column.");
        }

        var datasetIds = graph.Nodes.Where(static node => node.Kind == NodeKind.Dataset).Select(DatasetOf).ToList();
        var jobIds = graph.Nodes.Where(static node => node.Kind == NodeKind.Job).Select(JobOf).ToList();
        var datasets = await catalog.FindDatasetsAsync(datasetIds, cancellationToken).ConfigureAwait(false);
        var jobs = await catalog.FindJobsAsync(jobIds, cancellationToken).ConfigureAwait(false);
        var latest = await runs.FindLatestRunsAsync(jobIds, cancellationToken).ConfigureAwait(false);
        var edges = graph.Edges.Select(static edge => new MarquezEdge(edge.From, edge.To)).ToList();
        var into = edges.ToLookup(static edge => edge.Destination, StringComparer.Ordinal);
        var outOf = edges.ToLookup(static edge => edge.Origin, StringComparer.Ordinal);
        var nodes = graph.Nodes.Select(node => node.Kind == NodeKind.Dataset
            ? new MarquezNode(node.Id, "DATASET", MarquezMapper.Map(datasets[DatasetOf(node)]), [.. into[node.Id]], [.. outOf[node.Id]])
            : new MarquezNode(
                node.Id, "JOB", MarquezMapper.Map(jobs[JobOf(node)], latest.GetValueOrDefault(JobOf(node))), [.. into[node.Id]], [.. outOf[node.Id]]));
        return new MarquezGraph([.. nodes]) { TruncatedBy = graph.TruncatedBy?.ToString().ToLowerInvariant() };
    }

    /// <summary>Namespaces by name.</summary>
    /// <exception cref="LineageException">A number is out of range.</exception>
    public async Task<MarquezNamespaces> ListNamespacesAsync(int offset, int limit, CancellationToken cancellationToken)
    {
        Check(offset, limit);
        var all = await catalog.ListNamespacesAsync(cancellationToken).ConfigureAwait(false);
        return new MarquezNamespaces([.. all.Skip(offset).Take(limit)
            .Select(static space => new MarquezNamespace(space.Name, space.Seen.First.ToString(), space.Seen.Last.ToString()))]);
    }

    /// <summary>Datasets of a namespace by name.</summary>
    /// <exception cref="LineageException">A number is out of range.</exception>
    public async Task<MarquezDatasets> ListDatasetsAsync(string space, int offset, int limit, CancellationToken cancellationToken)
    {
        Check(offset, limit);
        var page = await catalog.ListDatasetsAsync(space, offset, limit, cancellationToken).ConfigureAwait(false);
        return new MarquezDatasets(page.Total, [.. page.Items.Select(MarquezMapper.Map)]);
    }

    /// <summary>A dataset under any of its names.</summary>
    /// <exception cref="LineageException">It is unknown.</exception>
    public async Task<MarquezDataset> FindDatasetAsync(DatasetId dataset, CancellationToken cancellationToken)
        => await catalog.FindDatasetAsync(dataset, cancellationToken).ConfigureAwait(false) is { } found
            ? MarquezMapper.Map(found)
            : throw NotFound("dataset", dataset.ToString());

    /// <summary>Jobs of a namespace by name.</summary>
    /// <exception cref="LineageException">A number is out of range.</exception>
    public async Task<MarquezJobs> ListJobsAsync(string space, int offset, int limit, CancellationToken cancellationToken)
    {
        Check(offset, limit);
        var page = await catalog.ListJobsAsync(space, offset, limit, cancellationToken).ConfigureAwait(false);
        var latest = await runs.FindLatestRunsAsync([.. page.Items.Select(static job => job.Record.Id)], cancellationToken).ConfigureAwait(false);
        return new MarquezJobs(page.Total, [.. page.Items.Select(job => MarquezMapper.Map(job, latest.GetValueOrDefault(job.Record.Id)))]);
    }

    /// <summary>A job.</summary>
    /// <exception cref="LineageException">It is unknown.</exception>
    public async Task<MarquezJob> FindJobAsync(JobId job, CancellationToken cancellationToken)
    {
        var found = await catalog.FindJobAsync(job, cancellationToken).ConfigureAwait(false) ?? throw NotFound("job", job.ToString());
        var latest = await runs.FindLatestRunsAsync([job], cancellationToken).ConfigureAwait(false);
        return MarquezMapper.Map(found, latest.GetValueOrDefault(job));
    }

    /// <summary>Runs of a job, latest first.</summary>
    /// <exception cref="LineageException">The job is unknown or the limit out of range.</exception>
    public async Task<MarquezRuns> ListRunsAsync(JobId job, int limit, CancellationToken cancellationToken)
    {
        Check(0, limit);
        var page = await runs.ListRunsAsync(new RunFilter { Job = job, Limit = limit }, cancellationToken).ConfigureAwait(false);
        if (page.Runs.Count == 0 && await catalog.FindJobAsync(job, cancellationToken).ConfigureAwait(false) is null)
        {
            throw NotFound("job", job.ToString());
        }

        return new MarquezRuns([.. page.Runs.Select(MarquezMapper.Map)]);
    }

    /// <summary>A run; of several jobs with the same run id the one that used it first.</summary>
    /// <exception cref="LineageException">It is unknown.</exception>
    public async Task<MarquezRun> FindRunAsync(Guid runId, CancellationToken cancellationToken)
    {
        var found = await runs.FindRunsAsync(runId, cancellationToken).ConfigureAwait(false);
        return found.Count > 0 ? MarquezMapper.Map(found[0]) : throw NotFound("run", runId.ToString());
    }

    private static DatasetId DatasetOf(GraphNode node) => new(node.Namespace, node.Name);

    private static JobId JobOf(GraphNode node) => new(node.Namespace, node.Name);

    private static LineageException NotFound(string what, string name)
        => new(LineageErrorCode.NodeNotFound, $"No event has named the {what} '{name}'.");

    private static void Check(int offset, int limit)
    {
        if (offset < 0 || limit is < 1 or > MostItems)
        {
            throw new LineageException(
                LineageErrorCode.OutOfRange,
                $"Listing with offset '{offset}' and limit '{limit}': the offset must be 0 or more and the limit 1 to {MostItems}.");
        }
    }
}
