using Catalog.Persistence.Model;
using Catalog.Persistence.Storage;
using Ingestion.Model;
using Ingestion.Ports;
using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.Ingestion.Repositories;

internal sealed class JobStore(CatalogDatabase<IngestionDbContext> database) : IIngestionJobStore
{
    public Task SaveAsync(IngestionJob job, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (context, token) =>
            {
                if (await context.Jobs.FindAsync([job.RunId], token).ConfigureAwait(false) is { } row)
                {
                    row.HasEnded = job.HasEnded;
                    row.Body = BodyJson.Write(job);
                    return;
                }

                context.Jobs.Add(new JobEntity
                {
                    RunId = job.RunId, Subject = job.Subject, CreatedAt = job.CreatedAt, HasEnded = job.HasEnded, Body = BodyJson.Write(job),
                });
            },
            cancellationToken);

    public Task<IngestionJob?> FindAsync(Guid runId, CancellationToken cancellationToken)
        => database.ReadAsync(
            async (context, token) => await context.Jobs.SingleOrDefaultAsync(row => row.RunId == runId, token).ConfigureAwait(false) is { } row
                ? BodyJson.Read<IngestionJob>(row.Body)
                : null,
            cancellationToken);

    public Task<IReadOnlyList<IngestionJob>> GetUnfinishedAsync(CancellationToken cancellationToken)
        => ListAsync(rows => rows.Where(static row => !row.HasEnded).OrderBy(static row => row.CreatedAt).ThenBy(static row => row.RunId), cancellationToken);

    public Task<IReadOnlyList<IngestionJob>> GetRecentAsync(string? subject, int limit, CancellationToken cancellationToken)
        => ListAsync(
            rows => rows.Where(row => subject == null || row.Subject == subject)
                .OrderByDescending(static row => row.CreatedAt).ThenByDescending(static row => row.RunId).Take(limit),
            cancellationToken);

    private Task<IReadOnlyList<IngestionJob>> ListAsync(Func<IQueryable<JobEntity>, IQueryable<JobEntity>> select, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<IngestionJob>>(
            async (context, token) =>
            {
                var rows = await select(context.Jobs).ToListAsync(token).ConfigureAwait(false);
                return rows.ConvertAll(static row => BodyJson.Read<IngestionJob>(row.Body));
            },
            cancellationToken);
}
