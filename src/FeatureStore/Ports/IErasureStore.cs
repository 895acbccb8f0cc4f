using Catalog.Core.Values;
using FeatureStore.Erasures;

namespace FeatureStore.Ports;

/// <summary>Keeps erasures and their tombstones. Thread-safe, also between processes.</summary>
public interface IErasureStore
{
    /// <summary>Whether other processes may use the same store, and write rows that they read before a tombstone was there.</summary>
    bool IsShared { get; }

    /// <summary>The salt of all tombstones: the one that is kept, or the proposal, which is then kept.</summary>
    Task<ReadOnlyMemory<byte>> GetSaltAsync(ReadOnlyMemory<byte> proposal, CancellationToken cancellationToken);

    /// <summary>Adds an erasure and its tombstone, both or none.</summary>
    Task AddAsync(Erasure erasure, Tombstone tombstone, CancellationToken cancellationToken);

    /// <summary>Replaces the record of the same id. The tombstone stays as it is.</summary>
    Task SaveAsync(Erasure erasure, CancellationToken cancellationToken);

    /// <summary>Replaces the record of the same id and, in the same step, lets its tombstone hold up to a moment; null: for ever.</summary>
    Task CompleteAsync(Erasure erasure, Instant? through, CancellationToken cancellationToken);

    /// <summary>The erasure of that id; null when there is none.</summary>
    Task<Erasure?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Erasures, newest first.</summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="before">Only those whose id is smaller, that is older: the last id of the page before; null for the first page.</param>
    /// <param name="count">The most to return.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<Erasure>> ListAsync(ErasureFilter filter, Guid? before, int count, CancellationToken cancellationToken);

    /// <summary>How many erasures there are by state and join keys, in no order; what there is none of is absent.</summary>
    /// <param name="entity">Only those of the entity with this fingerprint; null: of any.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<ErasureCount>> CountAsync(string? entity, CancellationToken cancellationToken);

    /// <summary>Erasures that have not ended, oldest first.</summary>
    Task<IReadOnlyList<Erasure>> ListUnfinishedAsync(CancellationToken cancellationToken);

    /// <summary>All tombstones, in no order.</summary>
    Task<IReadOnlyList<Tombstone>> ListTombstonesAsync(CancellationToken cancellationToken);

    /// <summary>What tells whether the tombstones have changed. Cheap.</summary>
    Task<TombstoneStamp> GetStampAsync(CancellationToken cancellationToken);
}
