using FeatureStore.Ports;
using FeatureStore.Rows;

namespace FeatureStore.Erasures;

/// <summary>Takes the rows of an entity out of the online store, with all their windows. Thread-safe.</summary>
internal sealed class OnlineErasure(IOnlineStore store, IOneSidedKeys? oneSided)
{
    private const int MostPasses = 10;

    /// <summary>The keys of the entity that have a row in a view version.</summary>
    internal async Task<IReadOnlyList<EntityKey>> FindAsync(ErasureTarget target, CancellationToken cancellationToken)
    {
        if (!target.View.Online)
        {
            return [];
        }

        var row = new OnlineLayout(target.View).Row;
        if (target.Whole is { } whole)
        {
            var stored = new ReadOnlyMemory<byte>[1];
            await store.ReadAsync([whole], [row], stored, cancellationToken).ConfigureAwait(false);
            return stored[0].IsEmpty ? [] : [whole];
        }

        var keys = new List<EntityKey>();
        await foreach (var found in store.ScanAsync(row, cancellationToken).ConfigureAwait(false))
        {
            if (target.Has(found.Key))
            {
                keys.Add(found.Key);
            }
        }

        return keys;
    }

    /// <summary>Erases. All views are looked through before a key is removed, since that removes its rows in all of them.</summary>
    /// <exception cref="FeatureStoreException">The store cannot be reached, or goes on having rows of the entity.</exception>
    internal async Task EraseAsync(IReadOnlyList<ErasureTarget> targets, ErasureBook book, CancellationToken cancellationToken)
    {
        for (var pass = 0; await CountAsync(targets, book, cancellationToken).ConfigureAwait(false) is { Count: > 0 } keys; pass++)
        {
            if (pass == MostPasses)
            {
                throw new FeatureStoreException(
                    FeatureStoreErrorCode.OnlineStoreUnavailable,
                    $"The online store still has rows of the entity under {keys.Count} keys after {MostPasses} attempts to remove them. See what else writes to the store, and ask for the erasure again.");
            }

            foreach (var key in keys)
            {
                await store.DeleteKeyAsync(key, cancellationToken).ConfigureAwait(false);
            }
        }

        foreach (var target in targets)
        {
            foreach (var place in book.Of(ErasedPlaceKind.Online, target.View.Id.ToString()).Where(static place => place.IsPending))
            {
                await book.SettleAsync(place, cancellationToken).ConfigureAwait(false);
            }

            await ForgetOneSidedAsync(target, book, cancellationToken).ConfigureAwait(false);
        }

        await book.PassAsync(targets.SelectMany(target => EmptyOf(target, book)), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The places of a view version that were looked into and had nothing.</summary>
    private IEnumerable<ErasedPlace> EmptyOf(ErasureTarget target, ErasureBook book)
    {
        var name = target.View.Id.ToString();
        if (target.View.Online && book.Of(ErasedPlaceKind.Online, name).All(static place => place.IsEmpty))
        {
            yield return ErasedPlace.Empty(ErasedPlaceKind.Online, name);
        }

        if (oneSided is not null && book.Of(ErasedPlaceKind.OneSidedKeys, name).All(static place => place.IsEmpty))
        {
            yield return ErasedPlace.Empty(ErasedPlaceKind.OneSidedKeys, name);
        }
    }

    /// <summary>Puts down what each view has, and gives the keys.</summary>
    private async Task<HashSet<EntityKey>> CountAsync(IReadOnlyList<ErasureTarget> targets, ErasureBook book, CancellationToken cancellationToken)
    {
        var all = new HashSet<EntityKey>();
        foreach (var target in targets)
        {
            var keys = await FindAsync(target, cancellationToken).ConfigureAwait(false);
            all.UnionWith(keys);
            if (keys.Count > 0)
            {
                var name = target.View.Id.ToString();
                var before = book.Of(ErasedPlaceKind.Online, name).Sum(static place => place.Count ?? 0);
                await book.StateAsync(
                    new ErasedPlace { Kind = ErasedPlaceKind.Online, Name = name, Outcome = ErasureOutcome.Erased, Count = Math.Max(before, keys.Count), IsPending = true }, cancellationToken).ConfigureAwait(false);
            }
        }

        return all;
    }

    private async Task ForgetOneSidedAsync(ErasureTarget target, ErasureBook book, CancellationToken cancellationToken)
    {
        if (oneSided is null)
        {
            return;
        }

        var known = await oneSided.ListAsync(target.View.Id, cancellationToken).ConfigureAwait(false);
        EntityKey[] keys = [.. known.Keys.Where(target.Has)];
        if (keys.Length > 0)
        {
            await oneSided.RemoveAsync(target.View.Id, keys, cancellationToken).ConfigureAwait(false);
            await book.StateAsync(
                new ErasedPlace { Kind = ErasedPlaceKind.OneSidedKeys, Name = target.View.Id.ToString(), Outcome = ErasureOutcome.Erased, Count = keys.Length }, cancellationToken).ConfigureAwait(false);
        }
    }
}
