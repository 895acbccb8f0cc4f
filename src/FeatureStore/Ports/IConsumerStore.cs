using Catalog.Core.Values;
using FeatureStore.Access;

namespace FeatureStore.Ports;

/// <summary>Keeps consumers and their keys. Thread-safe, and shared by all processes of a catalogue. Every method throws a transient <see cref="Catalog.Core.Errors.CatalogException"/> when the catalogue does not answer.</summary>
public interface IConsumerStore
{
    /// <summary>All consumers in order of their names.</summary>
    Task<IReadOnlyList<Consumer>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The consumer of that name; null when there is none.</summary>
    Task<Consumer?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>Adds a consumer. False, and nothing changed, when there is one of that name.</summary>
    Task<bool> TryAddAsync(Consumer consumer, CancellationToken cancellationToken);

    /// <summary>Replaces what is kept of the consumer of that name, except when it was registered. False when there is none.</summary>
    Task<bool> TryChangeAsync(Consumer consumer, CancellationToken cancellationToken);

    /// <summary>Removes a consumer with all its keys. False when there is none.</summary>
    Task<bool> TryRemoveAsync(string name, CancellationToken cancellationToken);

    /// <summary>Keys in the order in which they were made, also those that are revoked or expired.</summary>
    /// <param name="consumer">Whose; null for those of all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<ConsumerKey>> ListKeysAsync(string? consumer, CancellationToken cancellationToken);

    /// <summary>Adds a key. False, and nothing changed, when its consumer does not exist.</summary>
    Task<bool> TryAddKeyAsync(ConsumerKey key, CancellationToken cancellationToken);

    /// <summary>Revokes a key; one that is revoked keeps its time. Null when the consumer has no such key.</summary>
    Task<ConsumerKey?> RevokeKeyAsync(string consumer, Guid id, Instant at, CancellationToken cancellationToken);

    /// <summary>Notes that a key was used, unless a later use is noted. Nothing happens when there is no such key.</summary>
    Task MarkUsedAsync(Guid id, Instant at, CancellationToken cancellationToken);
}
