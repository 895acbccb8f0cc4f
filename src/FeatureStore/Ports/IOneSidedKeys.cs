using FeatureStore.Model;
using FeatureStore.Rows;

namespace FeatureStore.Ports;

/// <summary>
/// Remembers which keys of a view have events in one store only, as pushes may ask: from the first of them on, what was served cannot be computed from the offline store. Thread-safe, also
/// between processes.
/// </summary>
public interface IOneSidedKeys
{
    /// <summary>Notes events. Of one key the smallest sequence is kept; noting the same again changes nothing.</summary>
    Task NoteAsync(FeatureViewId view, IReadOnlyList<OneSidedKey> keys, CancellationToken cancellationToken);

    /// <summary>The keys of a view version with the first sequence of each; empty when there are none.</summary>
    Task<IReadOnlyDictionary<EntityKey, long>> ListAsync(FeatureViewId view, CancellationToken cancellationToken);

    /// <summary>Forgets keys of a view version; those that are not known are passed over.</summary>
    Task RemoveAsync(FeatureViewId view, IReadOnlyList<EntityKey> keys, CancellationToken cancellationToken);
}

/// <summary>An event that went to one store only.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Sequence">Its sequence.</param>
public readonly record struct OneSidedKey(EntityKey Key, long Sequence);
