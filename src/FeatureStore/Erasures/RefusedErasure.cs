using System.Runtime.CompilerServices;
using FeatureStore.Ports;

namespace FeatureStore.Erasures;

/// <summary>Takes the refused events of an entity out of the quarantine, where the host has one. May be repeated after a crash at any instruction. Thread-safe.</summary>
internal sealed class RefusedErasure(IRefusedEvents? refused)
{
    private const int RemovedAtOnce = 500;

    /// <summary>Whether the quarantine is searched.</summary>
    internal bool IsSearched => refused is not null;

    /// <summary>What the quarantine has of the entity, by source in ordinal order.</summary>
    internal async IAsyncEnumerable<(string Source, RefusedMatches Matches)> FindAsync(IReadOnlyList<ErasureTarget> targets, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (refused is null)
        {
            yield break;
        }

        foreach (var source in targets.GroupBy(target => refused.SourceOf(target.View.Source), StringComparer.Ordinal).OrderBy(static source => source.Key, StringComparer.Ordinal))
        {
            yield return (source.Key, await refused.FindAsync(source.Key, [.. source.Select(static target => target.Key)], cancellationToken).ConfigureAwait(false));
        }
    }

    /// <summary>Erases.</summary>
    internal async Task EraseAsync(IReadOnlyList<ErasureTarget> targets, ErasureBook book, CancellationToken cancellationToken)
    {
        await foreach (var (source, matches) in FindAsync(targets, cancellationToken).ConfigureAwait(false))
        {
            // What a process that died on the way had counted is in part still there.
            var before = book.Of(ErasedPlaceKind.Quarantine, source);
            var (settled, pending) = (before.Where(static place => !place.IsPending).Sum(static place => place.Count ?? 0), before.Where(static place => place.IsPending).Sum(static place => place.Count ?? 0));
            var place = new ErasedPlace
            {
                Kind = ErasedPlaceKind.Quarantine, Name = source, Outcome = ErasureOutcome.Erased, Count = settled + Math.Max(pending, matches.Ids.Count), IsPending = matches.Ids.Count > 0,
            };
            await book.StateAsync(place, cancellationToken).ConfigureAwait(false);
            foreach (var ids in matches.Ids.Chunk(RemovedAtOnce))
            {
                await refused!.RemoveAsync(ids, cancellationToken).ConfigureAwait(false); // Nothing is found without.
            }

            if (place.IsPending)
            {
                await book.SettleAsync(place, cancellationToken).ConfigureAwait(false);
            }

            if (matches.Unreadable > 0)
            {
                await book.StateAsync(ErasureNotes.Unreadable(source, matches.Unreadable), cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
