using Lineage.Model;

namespace Lineage.Ports;

/// <summary>Reads datasets and jobs by name. Thread-safe. Lists are sorted by namespace and name, by code unit.</summary>
public interface ILineageCatalogStore
{
    /// <summary>All namespaces of datasets and jobs.</summary>
    Task<IReadOnlyList<NamespaceInfo>> ListNamespacesAsync(CancellationToken cancellationToken);

    /// <summary>Datasets under their shown names.</summary>
    /// <param name="space">Only this namespace; null for all.</param>
    /// <param name="offset">How many to leave out.</param>
    /// <param name="limit">Most to return.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<NamedPage<DatasetInfo>> ListDatasetsAsync(string? space, int offset, int limit, CancellationToken cancellationToken);

    /// <summary>The dataset that has this name among its names, or null.</summary>
    Task<DatasetInfo?> FindDatasetAsync(DatasetId dataset, CancellationToken cancellationToken);

    /// <summary>The datasets that have these names among theirs, by the name asked for; unknown names are absent.</summary>
    Task<IReadOnlyDictionary<DatasetId, DatasetInfo>> FindDatasetsAsync(
        IReadOnlyCollection<DatasetId> datasets, CancellationToken cancellationToken);

    /// <summary>The schemas that a dataset has had, the latest first; empty when it is unknown.</summary>
    Task<IReadOnlyList<SchemaRecord>> ListSchemasAsync(DatasetId dataset, CancellationToken cancellationToken);

    /// <summary>Jobs; parameters as for datasets.</summary>
    Task<NamedPage<JobInfo>> ListJobsAsync(string? space, int offset, int limit, CancellationToken cancellationToken);

    /// <summary>The jobs with these names; unknown names are absent.</summary>
    Task<IReadOnlyDictionary<JobId, JobInfo>> FindJobsAsync(IReadOnlyCollection<JobId> jobs, CancellationToken cancellationToken);

    /// <summary>The job, or null.</summary>
    Task<JobInfo?> FindJobAsync(JobId job, CancellationToken cancellationToken);
}
