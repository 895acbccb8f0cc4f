using Catalog.Core.Values;
using Catalog.Persistence.Model;
using Catalog.Persistence.Postgres;
using Catalog.Persistence.Storage;
using FeatureStore.Erasures;
using FeatureStore.Ports;
using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.FeatureStore.Repositories;

internal sealed class ErasureStore(CatalogDatabase<FeatureStoreDbContext> database, IDatabaseProvider provider) : IErasureStore
{
    public bool IsShared => provider is PostgresProvider;

    public async Task<ReadOnlyMemory<byte>> GetSaltAsync(ReadOnlyMemory<byte> proposal, CancellationToken cancellationToken)
    {
        var kept = await database.ReadAsync(static (context, token) => FindSaltAsync(context, token), cancellationToken).ConfigureAwait(false)
            ?? await database.WriteAsync(
                async (context, token) =>
                {
                    if (await FindSaltAsync(context, token).ConfigureAwait(false) is { } found)
                    {
                        return found;
                    }

                    var salt = Convert.ToBase64String(proposal.Span);
                    context.ErasureSalts.Add(new ErasureSaltEntity { Id = ErasureSaltEntity.Only, Salt = salt });
                    return salt;
                },
                cancellationToken).ConfigureAwait(false);
        return Convert.FromBase64String(kept);
    }

    public Task AddAsync(Erasure erasure, Tombstone tombstone, CancellationToken cancellationToken)
        => database.WriteAsync(
            (context, _) =>
            {
                context.Erasures.Add(new ErasureEntity { Id = erasure.Id, State = erasure.State, Body = BodyJson.Write(erasure) });
                context.Tombstones.Add(new TombstoneEntity { Erasure = tombstone.Erasure, JoinKeys = string.Join('\n', tombstone.JoinKeys), Digest = tombstone.Digest, Through = tombstone.Through });
                return Task.CompletedTask;
            },
            cancellationToken);

    public Task SaveAsync(Erasure erasure, CancellationToken cancellationToken) => database.WriteAsync((context, token) => PutAsync(context, erasure, token), cancellationToken);

    public Task CompleteAsync(Erasure erasure, Instant? through, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (context, token) =>
            {
                await PutAsync(context, erasure, token).ConfigureAwait(false);
                if (await context.Tombstones.FindAsync([erasure.Id], token).ConfigureAwait(false) is { } tombstone)
                {
                    tombstone.Through = through;
                }
            },
            cancellationToken);

    public Task<Erasure?> FindAsync(Guid id, CancellationToken cancellationToken)
        => database.ReadAsync(
            async (context, token) => await context.Erasures.SingleOrDefaultAsync(row => row.Id == id, token).ConfigureAwait(false) is { } row ? BodyJson.Read<Erasure>(row.Body) : null,
            cancellationToken);

    public Task<IReadOnlyList<Erasure>> ListAsync(ErasureFilter filter, Guid? before, int count, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<Erasure>>(
            async (context, token) =>
            {
                var rows = before is { } last ? context.Erasures.Where(row => row.Id.CompareTo(last) < 0) : context.Erasures;
                rows = filter.State is { } state ? rows.Where(row => row.State == state) : rows;
                if (filter.JoinKey is { } joinKey)
                {
                    var line = $"\n{joinKey}\n";
                    rows = rows.Where(row => context.Tombstones.Any(tombstone => tombstone.Erasure == row.Id && ("\n" + tombstone.JoinKeys + "\n").Contains(line)));
                }

                if (filter.Entity is { } entity)
                {
                    rows = rows.Where(row => context.Tombstones.Any(tombstone => tombstone.Erasure == row.Id && tombstone.Digest.StartsWith(entity)));
                }

                return Read(await rows.OrderByDescending(static row => row.Id).Take(count).Select(static row => row.Body).ToListAsync(token).ConfigureAwait(false));
            },
            cancellationToken);

    public Task<IReadOnlyList<ErasureCount>> CountAsync(string? entity, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<ErasureCount>>(
            async (context, token) => (await context.Erasures
                .Join(entity is null ? context.Tombstones : context.Tombstones.Where(tombstone => tombstone.Digest.StartsWith(entity)), static row => row.Id, static tombstone => tombstone.Erasure, static (row, tombstone) => new { row.State, tombstone.JoinKeys })
                .GroupBy(static row => row).Select(static group => new { group.Key.State, group.Key.JoinKeys, Number = group.LongCount() })
                .ToListAsync(token).ConfigureAwait(false)).ConvertAll(static count => new ErasureCount(count.State, count.JoinKeys.Split('\n'), count.Number)),
            cancellationToken);

    public Task<IReadOnlyList<Erasure>> ListUnfinishedAsync(CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<Erasure>>(
            async (context, token) => Read(await context.Erasures
                .Where(static row => row.State == ErasureState.Queued || row.State == ErasureState.Running).OrderBy(static row => row.Id).Select(static row => row.Body)
                .ToListAsync(token).ConfigureAwait(false)),
            cancellationToken);

    public Task<IReadOnlyList<Tombstone>> ListTombstonesAsync(CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<Tombstone>>(
            async (context, token) => (await context.Tombstones.ToListAsync(token).ConfigureAwait(false)).ConvertAll(static row => new Tombstone(row.Erasure, row.JoinKeys.Split('\n'), row.Digest, row.Through)),
            cancellationToken);

    public Task<TombstoneStamp> GetStampAsync(CancellationToken cancellationToken)
        => database.ReadAsync(
            async (context, token) => await context.Tombstones
                .GroupBy(static row => 1).Select(static all => new TombstoneStamp(all.LongCount(), all.LongCount(row => row.Through != null)))
                .SingleOrDefaultAsync(token).ConfigureAwait(false),
            cancellationToken);

    private static Task<string?> FindSaltAsync(FeatureStoreDbContext context, CancellationToken cancellationToken)
        => context.ErasureSalts.Select(static row => row.Salt).SingleOrDefaultAsync(cancellationToken);

    private static async Task PutAsync(FeatureStoreDbContext context, Erasure erasure, CancellationToken cancellationToken)
    {
        if (await context.Erasures.FindAsync([erasure.Id], cancellationToken).ConfigureAwait(false) is { } row)
        {
            (row.State, row.Body) = (erasure.State, BodyJson.Write(erasure));
        }
    }

    private static List<Erasure> Read(List<string> bodies) => bodies.ConvertAll(static body => BodyJson.Read<Erasure>(body));
}
