using FeatureStore.Model;
using FeatureStore.Ports;

namespace FeatureStore.TrainingSets;

/// <summary>Finds the records of training sets, or says why not.</summary>
internal static class TrainingSetRecords
{
    /// <summary>The complete training set of that name.</summary>
    /// <exception cref="FeatureStoreException">There is none.</exception>
    internal static async Task<TrainingSet> GetCompleteAsync(ITrainingSetStore store, string name, CancellationToken cancellationToken)
    {
        var set = await store.FindAsync(name, cancellationToken).ConfigureAwait(false) ?? throw NotFound(name);
        return set.State == TrainingSetState.Completed
            ? set
            : throw new FeatureStoreException(
                FeatureStoreErrorCode.TrainingSetNotComplete,
                $"The training set '{name}' cannot be read: its state is '{set.State.ToString().ToLowerInvariant()}'.{(set.ErrorMessage is { } reason ? $" {reason}" : string.Empty)}");
    }

    internal static FeatureStoreException NotFound(string name)
        => new(FeatureStoreErrorCode.TrainingSetNotFound, $"There is no training set '{name}'. Its list shows what there is.");
}
