using Catalog.Persistence.Storage;
using FeatureStore.Access;
using FeatureStore.Ports;
using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.FeatureStore.Repositories;

internal sealed class ReadCountStore(CatalogDatabase<FeatureStoreDbContext> database) : IReadCountStore
{
    public Task AddAsync(IReadOnlyList<ReadCount> counts, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (context, token) =>
            {
                var names = counts.Select(static count => count.Consumer).Distinct().ToList();
                var consumers = (await context.Consumers.Where(row => names.Contains(row.Name)).Select(static row => row.Name).ToListAsync(token).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal);
                var kept = await context.ReadCounts.Where(row => names.Contains(row.Consumer)).ToDictionaryAsync(static row => (row.Consumer, row.FeatureService), token).ConfigureAwait(false);
                foreach (var count in counts.Where(count => consumers.Contains(count.Consumer)))
                {
                    if (kept.TryGetValue((count.Consumer, count.FeatureService ?? string.Empty), out var row))
                    {
                        Add(row, count);
                    }
                    else
                    {
                        context.ReadCounts.Add(Of(count));
                    }
                }
            },
            cancellationToken);

    public Task<IReadOnlyList<ReadCount>> ListAsync(string? consumer, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<ReadCount>>(
            async (context, token) =>
            {
                var rows = await context.ReadCounts.Where(row => consumer == null || row.Consumer == consumer).ToListAsync(token).ConfigureAwait(false);

                // Here, since databases order names by rules of their own.
                return [.. rows.OrderBy(static row => row.Consumer, StringComparer.Ordinal).ThenBy(static row => row.FeatureService, StringComparer.Ordinal).Select(Of)];
            },
            cancellationToken);

    private static void Add(ReadCountEntity row, ReadCount count)
    {
        row.Lookups += count.Lookups;
        row.Refused += count.Refused;
        row.Entities += count.Entities;
        row.LastAt = count.LastAt > row.LastAt ? count.LastAt : row.LastAt;
    }

    private static ReadCountEntity Of(ReadCount count) => new()
    {
        Consumer = count.Consumer,
        FeatureService = count.FeatureService ?? string.Empty,
        Lookups = count.Lookups,
        Refused = count.Refused,
        Entities = count.Entities,
        LastAt = count.LastAt,
    };

    private static ReadCount Of(ReadCountEntity row) => new()
    {
        Consumer = row.Consumer,
        FeatureService = row.FeatureService.Length == 0 ? null : row.FeatureService,
        Lookups = row.Lookups,
        Refused = row.Refused,
        Entities = row.Entities,
        LastAt = row.LastAt,
    };
}
