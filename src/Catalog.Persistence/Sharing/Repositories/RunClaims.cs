using Catalog.Core.Sharing;
using Catalog.Persistence.Storage;
using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.Sharing.Repositories;

internal sealed class RunClaims(CatalogDatabase<SharingDbContext> database, IDatabaseProvider provider) : IRunClaims
{
    public Task<RunClaim> ClaimAsync(Guid runId, ThisProcess process, bool fromAnybody, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (context, token) =>
            {
                var row = await context.RunClaims.FindAsync([runId], token).ConfigureAwait(false);
                if (row is not null && row.HolderId != process.Id && !fromAnybody && await IsRunningAsync(context, row.HolderId, token).ConfigureAwait(false))
                {
                    return Read(row, isRunning: true);
                }

                row ??= context.RunClaims.Add(new RunClaimEntity { RunId = runId, HolderId = process.Id, HolderName = process.Name }).Entity;
                (row.HolderId, row.HolderName) = (process.Id, process.Name);
                return Read(row, await IsRunningAsync(context, process.Id, token).ConfigureAwait(false));
            },
            cancellationToken);

    public Task<IReadOnlyList<RunClaim>> FindAsync(IReadOnlyCollection<Guid> runIds, CancellationToken cancellationToken)
        => ReadAsync(rows => rows.Where(row => runIds.Contains(row.RunId)), cancellationToken);

    public Task<IReadOnlyList<RunClaim>> ListAsync(CancellationToken cancellationToken) => ReadAsync(static rows => rows, cancellationToken);

    public Task<bool> AskToCancelAsync(Guid runId, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (context, token) =>
            {
                var row = await context.RunClaims.FindAsync([runId], token).ConfigureAwait(false);
                return row is not null && await IsRunningAsync(context, row.HolderId, token).ConfigureAwait(false) && (row.IsCancelAsked = true);
            },
            cancellationToken);

    public Task ReleaseAsync(Guid runId, ThisProcess process, CancellationToken cancellationToken)
        => database.WriteAsync((context, token) => context.RunClaims.Where(row => row.RunId == runId && row.HolderId == process.Id).ExecuteDeleteAsync(token), cancellationToken);

    private Task<IReadOnlyList<RunClaim>> ReadAsync(Func<IQueryable<RunClaimEntity>, IQueryable<RunClaimEntity>> select, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<RunClaim>>(
            async (context, token) =>
            {
                var rows = await select(context.RunClaims).ToListAsync(token).ConfigureAwait(false);
                if (rows.Count == 0)
                {
                    return [];
                }

                var now = await provider.ReadClockAsync(context, token).ConfigureAwait(false);
                var presences = rows.Select(static row => ProcessPresence.LeaseOf(row.HolderId)).Distinct().ToList();
                var running = await context.Leases.Where(lease => presences.Contains(lease.Name) && lease.ExpiresAt > now).Select(static lease => lease.Name).ToListAsync(token).ConfigureAwait(false);
                return rows.ConvertAll(row => Read(row, running.Contains(ProcessPresence.LeaseOf(row.HolderId))));
            },
            cancellationToken);

    private async Task<bool> IsRunningAsync(SharingDbContext context, string holder, CancellationToken cancellationToken)
    {
        var lease = await context.Leases.FindAsync([ProcessPresence.LeaseOf(holder)], cancellationToken).ConfigureAwait(false);
        return lease is not null && lease.ExpiresAt > await provider.ReadClockAsync(context, cancellationToken).ConfigureAwait(false);
    }

    private static RunClaim Read(RunClaimEntity row, bool isRunning) => new(row.RunId, new ThisProcess(row.HolderId, row.HolderName), isRunning, row.IsCancelAsked);
}
