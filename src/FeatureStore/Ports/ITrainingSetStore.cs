using FeatureStore.Model;

namespace FeatureStore.Ports;

/// <summary>Keeps the records of training sets; their files lie elsewhere. Thread-safe, also between processes.</summary>
public interface ITrainingSetStore
{
    /// <summary>
    /// Adds a new training set. Those of the same name that failed or were cancelled are removed; a complete one stays until
    /// <see cref="CompleteAsync"/>.
    /// </summary>
    /// <param name="set">The record; its id is new.</param>
    /// <param name="overwrite">Whether a complete one of that name may be replaced.</param>
    /// <param name="cancellationToken">Cancels the call; nothing is added then.</param>
    /// <returns>The records removed.</returns>
    /// <exception cref="FeatureStoreException">
    /// <see cref="FeatureStoreErrorCode.TrainingSetExists"/> when one of that name is being built, or is complete and must not be replaced.
    /// </exception>
    Task<IReadOnlyList<TrainingSet>> AddAsync(TrainingSet set, bool overwrite, CancellationToken cancellationToken);

    /// <summary>Replaces the record of the same id; does nothing when it was deleted.</summary>
    Task SaveAsync(TrainingSet set, CancellationToken cancellationToken);

    /// <summary>Replaces the record of the same id and, in the same step, removes the complete one whose name it takes over.</summary>
    /// <returns>The records removed; null when the record itself was deleted meanwhile, and nothing was changed.</returns>
    Task<IReadOnlyList<TrainingSet>?> CompleteAsync(TrainingSet set, CancellationToken cancellationToken);

    /// <summary>The record of that id; null when there is none.</summary>
    Task<TrainingSet?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>The complete training set of that name, otherwise the newest of that name; null when there is none.</summary>
    Task<TrainingSet?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>Records, newest first.</summary>
    /// <param name="before">Only those whose id is smaller, that is older: the last id of the page before; null for the first page.</param>
    /// <param name="count">The most to return.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<TrainingSet>> ListAsync(Guid? before, int count, CancellationToken cancellationToken);

    /// <summary>How many there are, however far each is.</summary>
    Task<long> CountAsync(CancellationToken cancellationToken);

    /// <summary>Records that have not ended, oldest first.</summary>
    Task<IReadOnlyList<TrainingSet>> ListUnfinishedAsync(CancellationToken cancellationToken);

    /// <summary>Records whose names begin so, oldest first. Case counts.</summary>
    Task<IReadOnlyList<TrainingSet>> ListNamedAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Removes all records of a name; returns them.</summary>
    Task<IReadOnlyList<TrainingSet>> DeleteAsync(string name, CancellationToken cancellationToken);
}
