using FeatureStore.Ports;

namespace FeatureStore.Erasures;

/// <summary>
/// Writes the receipt while the work is done. A place is written down before it is touched, and settled afterwards: so nothing that was done is missing in it, wherever the process died. Not
/// thread-safe.
/// </summary>
internal sealed class ErasureBook(Erasure erasure, IErasureStore store)
{
    private readonly List<ErasedPlace> _places = [.. erasure.Places];

    /// <summary>The record as it stands.</summary>
    internal Erasure Erasure => erasure with { Places = [.. _places] };

    /// <summary>The places of a kind and name.</summary>
    internal IReadOnlyList<ErasedPlace> Of(ErasedPlaceKind kind, string name) => [.. _places.Where(place => place.Kind == kind && place.Name == name)];

    /// <summary>Writes a place down that is about to be changed.</summary>
    internal async Task<ErasedPlace> BeginAsync(ErasedPlace place, CancellationToken cancellationToken)
    {
        var pending = place with { IsPending = true };
        _places.Add(pending);
        await SaveAsync(cancellationToken).ConfigureAwait(false);
        return pending;
    }

    /// <summary>Says that a place was changed as it was written down.</summary>
    internal Task SettleAsync(ErasedPlace place, CancellationToken cancellationToken) => ReplaceAsync(place, place with { IsPending = false }, cancellationToken);

    /// <summary>Puts a place in the stead of another; null takes it out.</summary>
    internal Task ReplaceAsync(ErasedPlace place, ErasedPlace? with, CancellationToken cancellationToken)
    {
        var index = _places.IndexOf(place);
        _places.RemoveAt(index);
        if (with is not null)
        {
            _places.Insert(index, with);
        }

        return SaveAsync(cancellationToken);
    }

    /// <summary>Puts a place down, in the stead of what stood there for its kind and name.</summary>
    internal Task StateAsync(ErasedPlace place, CancellationToken cancellationToken)
    {
        _places.RemoveAll(other => other.Kind == place.Kind && other.Name == place.Name);
        _places.Add(place);
        return SaveAsync(cancellationToken);
    }

    /// <summary>Puts down places that were looked into and have nothing of the entity, in the stead of what stood there of that from an earlier look. What was removed from a place of the same name stays.</summary>
    internal Task PassAsync(IEnumerable<ErasedPlace> empty, CancellationToken cancellationToken)
    {
        var passed = empty.ToList();
        _places.RemoveAll(other => other.IsEmpty && passed.Exists(place => place.Kind == other.Kind && place.Name == other.Name));
        _places.AddRange(passed);
        return SaveAsync(cancellationToken);
    }

    private Task SaveAsync(CancellationToken cancellationToken) => store.SaveAsync(Erasure, cancellationToken);
}
