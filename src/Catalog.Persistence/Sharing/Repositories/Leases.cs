using Catalog.Core.Sharing;
using Catalog.Core.Values;
using Catalog.Persistence.Storage;
using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.Sharing.Repositories;

internal sealed class Leases(CatalogDatabase<SharingDbContext> database, IDatabaseProvider provider) : ILeases
{
    /// <summary>Nobody can remember the version of a lease for so long.</summary>
    private static readonly TimeSpan ForgetAfter = TimeSpan.FromDays(30);

    public Task<Lease?> TryTakeAsync(string name, ThisProcess process, TimeSpan term, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (context, token) =>
            {
                var row = await context.Leases.FindAsync([name], token).ConfigureAwait(false);
                var now = await provider.ReadClockAsync(context, token).ConfigureAwait(false);
                if (row is not null && row.ExpiresAt > now && row.HolderId != process.Id)
                {
                    return null;
                }

                if (row is null)
                {
                    var forgotten = now - ForgetAfter;
                    await context.Leases.Where(old => old.ExpiresAt < forgotten).ExecuteDeleteAsync(token).ConfigureAwait(false);
                    row = context.Leases.Add(new LeaseEntity { Name = name, HolderId = process.Id, HolderName = process.Name }).Entity;
                }

                (row.HolderId, row.HolderName, row.Version, row.ExpiresAt) = (process.Id, process.Name, row.Version + 1, now + term);
                return Read(row);
            },
            cancellationToken);

    public Task<bool> TryRenewAsync(Lease lease, TimeSpan term, CancellationToken cancellationToken)
        => TryChangeAsync(lease, (row, now) => row.ExpiresAt = now + term, cancellationToken);

    public Task ReleaseAsync(Lease lease, CancellationToken cancellationToken)
        => TryChangeAsync(lease, static (row, now) => (row.Version, row.ExpiresAt) = (row.Version + 1, now), cancellationToken);

    public Task<IReadOnlyList<Lease>> ListAsync(CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<Lease>>(
            async (context, token) =>
            {
                var now = await provider.ReadClockAsync(context, token).ConfigureAwait(false);
                var rows = await context.Leases.Where(row => row.ExpiresAt > now).ToListAsync(token).ConfigureAwait(false);
                return [.. rows.Select(Read).OrderBy(static lease => lease.Name, StringComparer.Ordinal)];
            },
            cancellationToken);

    private Task<bool> TryChangeAsync(Lease lease, Action<LeaseEntity, Instant> change, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (context, token) =>
            {
                var row = await context.Leases.FindAsync([lease.Name], token).ConfigureAwait(false);
                if (row is null || row.Version != lease.Version)
                {
                    return false;
                }

                change(row, await provider.ReadClockAsync(context, token).ConfigureAwait(false));
                return true;
            },
            cancellationToken);

    private static Lease Read(LeaseEntity row) => new(row.Name, new ThisProcess(row.HolderId, row.HolderName), row.Version, row.ExpiresAt);
}
