using Catalog.Persistence.Storage;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;
using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.FeatureStore.Repositories;

internal sealed class OneSidedKeys(CatalogDatabase<FeatureStoreDbContext> database) : IOneSidedKeys
{
    private const int KeysAtOnce = 500;

    public async Task NoteAsync(FeatureViewId view, IReadOnlyList<OneSidedKey> keys, CancellationToken cancellationToken)
    {
        var first = keys.GroupBy(static key => Convert.ToBase64String(key.Key.Bytes.Span), static key => key.Sequence, StringComparer.Ordinal).Select(static group => (Key: group.Key, Sequence: group.Min()));
        foreach (var part in first.Chunk(KeysAtOnce))
        {
            await database.WriteAsync((context, token) => NoteAsync(context, view, part, token), cancellationToken).ConfigureAwait(false);
        }
    }

    public Task<IReadOnlyDictionary<EntityKey, long>> ListAsync(FeatureViewId view, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyDictionary<EntityKey, long>>(
            async (context, token) =>
            {
                var rows = await context.OneSidedKeys.Where(row => row.View == view.Name && row.Version == view.Version).ToListAsync(token).ConfigureAwait(false);
                return rows.ToDictionary(static row => new EntityKey(Convert.FromBase64String(row.Key)), static row => row.Sequence);
            },
            cancellationToken);

    public async Task RemoveAsync(FeatureViewId view, IReadOnlyList<EntityKey> keys, CancellationToken cancellationToken)
    {
        foreach (var part in keys.Select(static key => Convert.ToBase64String(key.Bytes.Span)).Chunk(KeysAtOnce))
        {
            await database.WriteAsync(
                (context, token) => context.OneSidedKeys.Where(row => row.View == view.Name && row.Version == view.Version && part.Contains(row.Key)).ExecuteDeleteAsync(token),
                cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task NoteAsync(FeatureStoreDbContext context, FeatureViewId view, (string Key, long Sequence)[] keys, CancellationToken cancellationToken)
    {
        var names = keys.Select(static key => key.Key).ToList();
        var known = await context.OneSidedKeys
            .Where(row => row.View == view.Name && row.Version == view.Version && names.Contains(row.Key))
            .ToDictionaryAsync(static row => row.Key, StringComparer.Ordinal, cancellationToken).ConfigureAwait(false);
        foreach (var (key, sequence) in keys)
        {
            if (known.TryGetValue(key, out var row))
            {
                row.Sequence = Math.Min(row.Sequence, sequence);
            }
            else
            {
                context.OneSidedKeys.Add(new OneSidedKeyEntity { View = view.Name, Version = view.Version, Key = key, Sequence = sequence });
            }
        }
    }
}
