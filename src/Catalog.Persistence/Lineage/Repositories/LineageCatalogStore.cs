using Catalog.Persistence.Lineage.Entities;
using Catalog.Persistence.Storage;
using Lineage.Model;
using Lineage.Ports;
using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.Lineage.Repositories;

internal sealed class LineageCatalogStore(CatalogDatabase<LineageDbContext> database) : ILineageCatalogStore
{
    public Task<IReadOnlyList<NamespaceInfo>> ListNamespacesAsync(CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<NamespaceInfo>>(
            async (context, token) =>
            {
                var datasets = await context.Datasets.Select(static row => new { row.Namespace, row.FirstSeen, row.LastSeen })
                    .GroupBy(static row => row.Namespace)
                    .Select(static group => new { group.Key, First = group.Min(row => row.FirstSeen), Last = group.Max(row => row.LastSeen) })
                    .ToListAsync(token).ConfigureAwait(false);
                var jobs = await context.Jobs.Select(static row => new { row.Namespace, row.FirstSeen, row.LastSeen })
                    .GroupBy(static row => row.Namespace)
                    .Select(static group => new { group.Key, First = group.Min(row => row.FirstSeen), Last = group.Max(row => row.LastSeen) })
                    .ToListAsync(token).ConfigureAwait(false);
                return [.. datasets.Concat(jobs)
                    .GroupBy(static row => row.Key, static row => new SeenSpan(row.First, row.Last))
                    .Select(static group => new NamespaceInfo(group.Key, group.Aggregate(static (all, next) => all.Merge(next))))
                    .OrderBy(static space => space.Name, StringComparer.Ordinal)];
            },
            cancellationToken);

    public Task<NamedPage<DatasetInfo>> ListDatasetsAsync(string? space, int offset, int limit, CancellationToken cancellationToken)
        => database.ReadAsync(
            async (context, token) =>
            {
                var shown = context.Datasets.Where(row => row.Id == row.ShownId && (space == null || row.Namespace == space));
                var total = await shown.LongCountAsync(token).ConfigureAwait(false);
                var keys = await shown.OrderBy(row => row.Namespace).ThenBy(row => row.Name).Skip(offset).Take(limit)
                    .Select(row => row.Id).ToListAsync(token).ConfigureAwait(false);
                return new NamedPage<DatasetInfo>(await ReadDatasetsAsync(context, keys, token).ConfigureAwait(false), total);
            },
            cancellationToken);

    public async Task<DatasetInfo?> FindDatasetAsync(DatasetId dataset, CancellationToken cancellationToken)
    {
        var found = await FindDatasetsAsync([dataset], cancellationToken).ConfigureAwait(false);
        return found.GetValueOrDefault(dataset);
    }

    public Task<IReadOnlyDictionary<DatasetId, DatasetInfo>> FindDatasetsAsync(
        IReadOnlyCollection<DatasetId> datasets, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyDictionary<DatasetId, DatasetInfo>>(
            async (context, token) =>
            {
                var found = new Dictionary<DatasetId, DatasetInfo>();
                foreach (var chunk in datasets.Distinct().Chunk(LineageMerger.ChunkSize))
                {
                    var asked = chunk.ToDictionary(static id => id.Key.Value);
                    var keys = asked.Keys.ToList();
                    var shown = await context.Datasets.Where(row => keys.Contains(row.Id)).Select(row => new { row.Id, row.ShownId })
                        .ToListAsync(token).ConfigureAwait(false);
                    var infos = await ReadDatasetsAsync(context, [.. shown.Select(static row => row.ShownId).Distinct()], token).ConfigureAwait(false);
                    var byKey = infos.ToDictionary(static info => info.Id.Key.Value);
                    shown.ForEach(row => found[asked[row.Id]] = byKey[row.ShownId]);
                }

                return found;
            },
            cancellationToken);

    public Task<IReadOnlyList<SchemaRecord>> ListSchemasAsync(DatasetId dataset, CancellationToken cancellationToken)
    {
        var key = dataset.Key.Value;
        return database.ReadAsync<IReadOnlyList<SchemaRecord>>(
            async (context, token) =>
            {
                var shown = context.Datasets.Where(row => row.Id == key).Select(row => row.ShownId);
                var rows = await context.Schemas
                    .Join(context.Datasets.Where(row => shown.Contains(row.ShownId)), schema => schema.DatasetId, row => row.Id, (schema, row) => new { schema, row })
                    .ToListAsync(token).ConfigureAwait(false);
                return [.. rows.Select(static pair => pair.schema.Read(pair.row.Named))
                    .OrderBy(static schema => schema.Dataset.Namespace, StringComparer.Ordinal)
                    .ThenBy(static schema => schema.Dataset.Name, StringComparer.Ordinal)
                    .GroupBy(static schema => schema.Content)
                    .Select(static group => group.Aggregate(static (all, next) => all.Merge(next)))
                    .OrderByDescending(static schema => schema.Stamp).ThenBy(static schema => schema.Content)];
            },
            cancellationToken);
    }

    public Task<NamedPage<JobInfo>> ListJobsAsync(string? space, int offset, int limit, CancellationToken cancellationToken)
        => database.ReadAsync(
            async (context, token) =>
            {
                var jobs = context.Jobs.Where(row => space == null || row.Namespace == space);
                var total = await jobs.LongCountAsync(token).ConfigureAwait(false);
                var rows = await jobs.OrderBy(row => row.Namespace).ThenBy(row => row.Name).Skip(offset).Take(limit)
                    .ToListAsync(token).ConfigureAwait(false);
                return new NamedPage<JobInfo>(await ReadJobsAsync(context, rows, token).ConfigureAwait(false), total);
            },
            cancellationToken);

    public async Task<JobInfo?> FindJobAsync(JobId job, CancellationToken cancellationToken)
    {
        var found = await FindJobsAsync([job], cancellationToken).ConfigureAwait(false);
        return found.GetValueOrDefault(job);
    }

    public Task<IReadOnlyDictionary<JobId, JobInfo>> FindJobsAsync(IReadOnlyCollection<JobId> jobs, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyDictionary<JobId, JobInfo>>(
            async (context, token) =>
            {
                var found = new Dictionary<JobId, JobInfo>();
                foreach (var chunk in jobs.Distinct().Chunk(LineageMerger.ChunkSize))
                {
                    var keys = chunk.Select(static job => job.Key.Value).ToList();
                    var rows = await context.Jobs.Where(row => keys.Contains(row.Id)).ToListAsync(token).ConfigureAwait(false);
                    foreach (var info in await ReadJobsAsync(context, rows, token).ConfigureAwait(false))
                    {
                        found[info.Record.Id] = info;
                    }
                }

                return found;
            },
            cancellationToken);

    private static async Task<List<DatasetInfo>> ReadDatasetsAsync(
        LineageDbContext context, List<Guid> shown, CancellationToken cancellationToken)
    {
        var rows = await context.Datasets.Where(row => shown.Contains(row.ShownId)).ToListAsync(cancellationToken).ConfigureAwait(false);
        var schemas = await context.Schemas
            .Join(context.Datasets.Where(row => shown.Contains(row.ShownId)), schema => schema.DatasetId, row => row.Id, (schema, row) => new { schema, row.ShownId })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var groups = rows.ToLookup(static row => row.ShownId);
        var schemasOf = schemas.ToLookup(static pair => pair.ShownId, static pair => pair.schema);
        return shown.ConvertAll(key => Unite(
            key,
            [.. groups[key].OrderBy(static row => row.Namespace, StringComparer.Ordinal).ThenBy(static row => row.Name, StringComparer.Ordinal)],
            schemasOf[key]));
    }

    /// <summary>Names come sorted: where one event states a facet under two of them, the first holds.</summary>
    private static DatasetInfo Unite(Guid shown, List<DatasetEntity> names, IEnumerable<SchemaEntity> schemas)
    {
        var id = names.Single(name => name.Id == shown).Named;
        var latest = schemas.OrderByDescending(static schema => new Stamp(schema.StampTime, schema.StampTie))
            .ThenBy(static schema => schema.Content).FirstOrDefault();
        return new DatasetInfo(
            id,
            [.. names.Select(static name => name.Named)],
            names.Select(static name => name.Seen).Aggregate(static (all, next) => all.Merge(next)),
            names.Select(static name => FacetMap.Parse(name.Facets)).Aggregate(static (all, next) => all.Merge(next)),
            latest?.Read(id));
    }

    private static async Task<List<JobInfo>> ReadJobsAsync(
        LineageDbContext context, List<JobEntity> jobs, CancellationToken cancellationToken)
    {
        var keys = jobs.ConvertAll(static job => job.Id);
        var inputs = await ListEndsAsync(
            context,
            context.Edges.Where(edge => keys.Contains(edge.ToId)).Select(edge => new Link { Job = edge.ToId, Dataset = edge.FromId }),
            context.DeclaredEdges.Where(edge => keys.Contains(edge.ToId)).Select(edge => new Link { Job = edge.ToId, Dataset = edge.FromId }),
            cancellationToken).ConfigureAwait(false);
        var outputs = await ListEndsAsync(
            context,
            context.Edges.Where(edge => keys.Contains(edge.FromId)).Select(edge => new Link { Job = edge.FromId, Dataset = edge.ToId }),
            context.DeclaredEdges.Where(edge => keys.Contains(edge.FromId)).Select(edge => new Link { Job = edge.FromId, Dataset = edge.ToId }),
            cancellationToken).ConfigureAwait(false);
        return jobs.ConvertAll(job => new JobInfo(job.Read(), [.. inputs[job.Id]], [.. outputs[job.Id]]));
    }

    /// <summary>Shown names of the datasets at the other ends of the jobs' edges, sorted.</summary>
    private static async Task<ILookup<Guid, DatasetId>> ListEndsAsync(
        LineageDbContext context, IQueryable<Link> observed, IQueryable<Link> declared, CancellationToken cancellationToken)
    {
        var rows = await observed.Union(declared)
            .Join(context.Datasets, link => link.Dataset, dataset => dataset.Id, (link, dataset) => new { link.Job, dataset.ShownId })
            .Join(context.Datasets, pair => pair.ShownId, shown => shown.Id, (pair, shown) => new { pair.Job, shown.Namespace, shown.Name })
            .Distinct()
            .OrderBy(row => row.Namespace).ThenBy(row => row.Name)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return rows.ToLookup(static row => row.Job, static row => new DatasetId(row.Namespace, row.Name));
    }

    private sealed class Link
    {
        public required Guid Job { get; init; }

        public required Guid Dataset { get; init; }
    }
}
