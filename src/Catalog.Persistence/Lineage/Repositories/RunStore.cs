using Catalog.Persistence.Lineage.Entities;
using Catalog.Persistence.Storage;
using Lineage.Model;
using Lineage.Ports;
using Lineage.Runs;
using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.Lineage.Repositories;

internal sealed class RunStore(CatalogDatabase<LineageDbContext> database) : IRunStore
{
    public Task<StoredRunPage> ListRunsAsync(RunFilter filter, CancellationToken cancellationToken)
    {
        var cursor = filter.Cursor is null ? (RunCursor?)null : RunCursor.Parse(filter.Cursor);
        return database.ReadAsync((context, token) => ListAsync(context, filter, cursor, token), cancellationToken);
    }

    public Task<IReadOnlyList<StoredRun>> FindRunsAsync(Guid runId, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<StoredRun>>(
        async (context, token) => await ReadAsync(
            context, context.Runs.Where(run => run.RunId == runId).OrderBy(run => run.SortTime).ThenBy(run => run.Id), token).ConfigureAwait(false),
        cancellationToken);

    public Task<IReadOnlyDictionary<JobId, StoredRun>> FindLatestRunsAsync(
        IReadOnlyCollection<JobId> jobs, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyDictionary<JobId, StoredRun>>(
            async (context, token) =>
            {
                var found = new Dictionary<JobId, StoredRun>();
                foreach (var chunk in jobs.Select(static job => job.Key.Value).Distinct().Chunk(LineageMerger.ChunkSize))
                {
                    var latest = context.Jobs.Where(job => chunk.Contains(job.Id)).Select(job => context.Runs
                        .Where(run => run.JobId == job.Id)
                        .OrderByDescending(run => run.SortTime).ThenByDescending(run => run.Id)
                        .Select(run => (Guid?)run.Id).FirstOrDefault());
                    foreach (var run in await ReadAsync(context, context.Runs.Where(run => latest.Contains(run.Id)), token).ConfigureAwait(false))
                    {
                        found[run.Record.Id.Job] = run;
                    }
                }

                return found;
            },
            cancellationToken);

    public Task<IReadOnlyList<RunDatasetRecord>> ListRunDatasetsAsync(RunKey run, CancellationToken cancellationToken)
    {
        var key = run.Key;
        return database.ReadAsync<IReadOnlyList<RunDatasetRecord>>(
            async (context, token) =>
            {
                var rows = await context.RunDatasets
                    .Where(use => use.RunKey == key)
                    .Join(context.Datasets, use => use.DatasetId, dataset => dataset.Id, (use, dataset) => new { use, dataset })
                    .OrderBy(pair => pair.use.Direction).ThenBy(pair => pair.dataset.Namespace).ThenBy(pair => pair.dataset.Name)
                    .ToListAsync(token).ConfigureAwait(false);
                return [.. rows.Select(pair => pair.use.Read(run, pair.dataset.Named))];
            },
            cancellationToken);
    }

    public Task<IReadOnlyDictionary<RunState, long>> CountRunsAsync(RunFilter filter, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyDictionary<RunState, long>>(
            async (context, token) => await context.Runs
                .Where(run => filter.Kind == null || run.Kind == filter.Kind)
                .Where(run => filter.Domain == null || run.Domain == filter.Domain)
                .GroupBy(run => run.State)
                .Select(group => new { group.Key, Count = group.LongCount() })
                .ToDictionaryAsync(group => group.Key, group => group.Count, token).ConfigureAwait(false),
            cancellationToken);

    public Task SaveProgressAsync(RunKey run, RunProgress progress, CancellationToken cancellationToken) => database.WriteAsync(
        async (context, token) =>
        {
            var key = run.Key;
            var row = await context.RunProgress.SingleOrDefaultAsync(known => known.Id == key, token).ConfigureAwait(false)
                ?? context.RunProgress.Add(new RunProgressEntity { Id = key }).Entity;
            row.Write(progress);
        },
        cancellationToken);

    private static async Task<StoredRunPage> ListAsync(
        LineageDbContext context, RunFilter filter, RunCursor? cursor, CancellationToken cancellationToken)
    {
        var query = Filter(context, filter);
        if (cursor is { } place)
        {
            query = query.Where(run => run.SortTime <= place.Time);
        }

        var ordered = query.OrderByDescending(run => run.SortTime).ThenByDescending(run => run.Id).Skip(cursor?.Skip ?? 0).Take(filter.Limit + 1);
        var runs = await ReadAsync(context, ordered, cancellationToken).ConfigureAwait(false);
        if (runs.Count <= filter.Limit)
        {
            return new StoredRunPage(runs, null);
        }

        runs.RemoveAt(filter.Limit);
        return new StoredRunPage(runs, RunCursor.Behind([.. runs.Select(static run => run.Record.SortTime)], cursor));
    }

    private static IQueryable<RunEntity> Filter(LineageDbContext context, RunFilter filter)
    {
        IQueryable<RunEntity> query = context.Runs;
        if (filter.State is { } state)
        {
            query = query.Where(run => run.State == state);
        }

        if (filter.Kind is { } kind)
        {
            query = query.Where(run => run.Kind == kind);
        }

        if (filter.Domain is { } domain)
        {
            query = query.Where(run => run.Domain == domain);
        }

        if (filter.Job is { } job)
        {
            var jobId = job.Key.Value;
            query = query.Where(run => run.JobId == jobId);
        }

        if (filter.Dataset is { } dataset)
        {
            var datasetId = dataset.Key.Value;
            var shown = context.Datasets.Where(row => row.Id == datasetId).Select(row => row.ShownId);
            var names = context.Datasets.Where(row => shown.Contains(row.ShownId)).Select(row => row.Id);
            var uses = filter.Direction is { } direction ? context.RunDatasets.Where(use => use.Direction == direction) : context.RunDatasets;
            query = query.Where(run => uses.Any(use => use.RunKey == run.Id && names.Contains(use.DatasetId)));
        }

        return query;
    }

    private static async Task<List<StoredRun>> ReadAsync(
        LineageDbContext context, IQueryable<RunEntity> runs, CancellationToken cancellationToken)
    {
        var rows = await runs.ToListAsync(cancellationToken).ConfigureAwait(false);
        var jobIds = rows.Select(static run => run.JobId).Distinct().ToList();
        var keys = rows.Select(static run => run.Id).ToList();
        var jobs = await context.Jobs.Where(job => jobIds.Contains(job.Id))
            .ToDictionaryAsync(static job => job.Id, static job => job.Read(), cancellationToken).ConfigureAwait(false);
        var progress = await context.RunProgress.Where(row => keys.Contains(row.Id))
            .ToDictionaryAsync(static row => row.Id, static row => row.Read(), cancellationToken).ConfigureAwait(false);
        return rows.ConvertAll(run => new StoredRun(
            run.Read(jobs[run.JobId].Id), jobs[run.JobId].Facets, progress.GetValueOrDefault(run.Id)));
    }
}
