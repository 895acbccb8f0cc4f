using Catalog.Core.Values;
using FeatureStore.Ports;
using Microsoft.Extensions.Options;

namespace FeatureStore.Erasures;

/// <summary>What an erasure does, one place after the other. Every step may be repeated. Thread-safe.</summary>
internal sealed class ErasureWork(
    ErasureStores stores, IFeatureRegistry registry, ErasedEntities erased, IErasureStore store, IMaterializationBarrier? barrier, TimeProvider clock, IOptions<FeatureStoreOptions> options)
{
    /// <summary>By then every process heeds a tombstone, and by then after an end each has heard of it.</summary>
    private static readonly TimeSpan Settlement = ErasedEntities.Refresh + ErasedEntities.Tolerance + TimeSpan.FromSeconds(1);

    /// <summary>Erases.</summary>
    /// <param name="book">The receipt.</param>
    /// <param name="report">Receives what is done and all of it, in steps.</param>
    /// <param name="cancellationToken">Stops it; what was erased stays so.</param>
    /// <returns>Up to when events of the entity are kept out from now on; null for ever.</returns>
    /// <exception cref="Catalog.Core.Errors.CatalogException">A store failed, or the writer of a view does.</exception>
    internal async Task<Instant?> RunAsync(ErasureBook book, Action<long, long> report, CancellationToken cancellationToken)
    {
        var (joinKeys, given) = (book.Erasure.JoinKeys, book.Erasure.Values!.Select(static text => Value.Of(text)).ToArray()); // One that has not ended has them.
        var targets = ErasureTarget.Find(registry, joinKeys, given);
        var (done, total) = (0L, 1 + (2L * targets.Count) + 3);
        await SettleAsync(cancellationToken).ConfigureAwait(false);
        report(++done, total);
        foreach (var target in targets)
        {
            // What a writer took before it knew of the tombstone is in its files then.
            await (barrier?.FlushAsync(target.View.Id, cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
            report(++done, total);
        }

        foreach (var target in targets)
        {
            await stores.Offline.EraseAsync(target, book, cancellationToken).ConfigureAwait(false);
            report(++done, total);
        }

        await stores.Online.EraseAsync(targets, book, cancellationToken).ConfigureAwait(false);
        report(++done, total);
        await stores.Refused.EraseAsync(targets, book, cancellationToken).ConfigureAwait(false);
        report(++done, total);
        await stores.TrainingSets.EraseAsync(joinKeys, given, book, cancellationToken).ConfigureAwait(false);
        foreach (var kept in ErasureNotes.Of(targets, book, stores.Refused.IsSearched, options.Value))
        {
            await book.StateAsync(kept, cancellationToken).ConfigureAwait(false);
        }

        report(total, total);
        return book.Erasure.IsForever ? null : Instant.From(clock.GetUtcNow() + (store.IsShared ? Settlement : TimeSpan.FromSeconds(1)));
    }

    /// <summary>Lets the writers of this process know that the tombstone has an end.</summary>
    internal Task EndAsync(CancellationToken cancellationToken) => erased.RefreshAsync(cancellationToken);

    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        await erased.RefreshAsync(cancellationToken).ConfigureAwait(false);
        if (store.IsShared)
        {
            await Task.Delay(Settlement, clock, cancellationToken).ConfigureAwait(false);
        }
    }
}

/// <summary>What takes an entity out of each kind of store.</summary>
/// <param name="Offline">Offline files.</param>
/// <param name="Online">The online store.</param>
/// <param name="TrainingSets">Saved training sets.</param>
/// <param name="Refused">Refused events.</param>
internal sealed record ErasureStores(OfflineErasure Offline, OnlineErasure Online, TrainingSetErasure TrainingSets, RefusedErasure Refused);
