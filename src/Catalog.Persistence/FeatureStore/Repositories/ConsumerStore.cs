using Catalog.Core.Values;
using Catalog.Persistence.Model;
using Catalog.Persistence.Storage;
using FeatureStore.Access;
using FeatureStore.Ports;
using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.FeatureStore.Repositories;

internal sealed class ConsumerStore(CatalogDatabase<FeatureStoreDbContext> database) : IConsumerStore
{
    public Task<IReadOnlyList<Consumer>> ListAsync(CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<Consumer>>(
            static async (context, token) =>
            {
                var bodies = await context.Consumers.Select(static row => row.Body).ToListAsync(token).ConfigureAwait(false);

                // Here, since databases order names by rules of their own.
                return [.. bodies.Select(BodyJson.Read<Consumer>).OrderBy(static consumer => consumer.Name, StringComparer.Ordinal)];
            },
            cancellationToken);

    public Task<Consumer?> FindAsync(string name, CancellationToken cancellationToken)
        => database.ReadAsync(
            async (context, token) => await context.Consumers.SingleOrDefaultAsync(row => row.Name == name, token).ConfigureAwait(false) is { } row ? BodyJson.Read<Consumer>(row.Body) : null,
            cancellationToken);

    public Task<bool> TryAddAsync(Consumer consumer, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (context, token) =>
            {
                if (await context.Consumers.AnyAsync(row => row.Name == consumer.Name, token).ConfigureAwait(false))
                {
                    return false;
                }

                context.Consumers.Add(new ConsumerEntity { Name = consumer.Name, Body = BodyJson.Write(consumer) });
                return true;
            },
            cancellationToken);

    public Task<bool> TryChangeAsync(Consumer consumer, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (context, token) =>
            {
                if (await context.Consumers.FindAsync([consumer.Name], token).ConfigureAwait(false) is not { } row)
                {
                    return false;
                }

                row.Body = BodyJson.Write(consumer with { CreatedAt = BodyJson.Read<Consumer>(row.Body).CreatedAt });
                return true;
            },
            cancellationToken);

    public Task<bool> TryRemoveAsync(string name, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (context, token) =>
            {
                await context.ConsumerKeys.Where(row => row.Consumer == name).ExecuteDeleteAsync(token).ConfigureAwait(false);
                return await context.Consumers.Where(row => row.Name == name).ExecuteDeleteAsync(token).ConfigureAwait(false) > 0;
            },
            cancellationToken);

    public Task<IReadOnlyList<ConsumerKey>> ListKeysAsync(string? consumer, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<ConsumerKey>>(
            async (context, token) =>
            {
                var rows = await context.ConsumerKeys.AsNoTracking().Where(row => consumer == null || row.Consumer == consumer).ToListAsync(token).ConfigureAwait(false);
                return [.. rows.OrderBy(static row => row.CreatedAt.UnixMicroseconds).ThenBy(static row => row.Id).Select(Of)];
            },
            cancellationToken);

    public Task<bool> TryAddKeyAsync(ConsumerKey key, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (context, token) =>
            {
                if (!await context.Consumers.AnyAsync(row => row.Name == key.Consumer, token).ConfigureAwait(false))
                {
                    return false;
                }

                context.ConsumerKeys.Add(new ConsumerKeyEntity
                {
                    Id = key.Id,
                    Consumer = key.Consumer,
                    Prefix = key.Prefix,
                    Digest = key.Digest,
                    CreatedAt = key.CreatedAt,
                    ExpiresAt = key.ExpiresAt,
                    RevokedAt = key.RevokedAt,
                    LastUsedAt = key.LastUsedAt,
                });
                return true;
            },
            cancellationToken);

    public Task<ConsumerKey?> RevokeKeyAsync(string consumer, Guid id, Instant at, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (context, token) =>
            {
                if (await context.ConsumerKeys.SingleOrDefaultAsync(row => row.Id == id && row.Consumer == consumer, token).ConfigureAwait(false) is not { } row)
                {
                    return null;
                }

                row.RevokedAt ??= at;
                return Of(row);
            },
            cancellationToken);

    public Task MarkUsedAsync(Guid id, Instant at, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (context, token) =>
            {
                if (await context.ConsumerKeys.FindAsync([id], token).ConfigureAwait(false) is { } row && (row.LastUsedAt is not { } noted || noted < at))
                {
                    row.LastUsedAt = at;
                }
            },
            cancellationToken);

    private static ConsumerKey Of(ConsumerKeyEntity row) => new()
    {
        Id = row.Id,
        Consumer = row.Consumer,
        Prefix = row.Prefix,
        Digest = row.Digest,
        CreatedAt = row.CreatedAt,
        ExpiresAt = row.ExpiresAt,
        RevokedAt = row.RevokedAt,
        LastUsedAt = row.LastUsedAt,
    };
}
