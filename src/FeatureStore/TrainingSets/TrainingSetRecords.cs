using Catalog.Core.Errors;
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
                $"The training set '{name}' cannot be read: its state is '{StateOf(set)}'.{(set.ErrorMessage is { } reason ? $" {reason}" : string.Empty)}");
    }

    /// <summary>Why one that has ended is not complete; a failure is the same again.</summary>
    internal static FeatureStoreException Failed(TrainingSet set)
    {
        var code = Array.Find(Enum.GetValues<FeatureStoreErrorCode>(), code => ErrorCodes.Kebab(code) == set.ErrorCode);
        return set.ErrorMessage is { } message && ErrorCodes.Kebab(code) == set.ErrorCode
            ? new FeatureStoreException(code, message)
            : new FeatureStoreException(FeatureStoreErrorCode.TrainingSetNotComplete, $"The training set '{set.Name}' is not complete: its state is '{StateOf(set)}'.{(set.ErrorMessage is { } reason ? $" {reason}" : string.Empty)}");
    }

    /// <summary>How every door spells it.</summary>
    private static string StateOf(TrainingSet set) => set.State.ToString().ToLowerInvariant();

    /// <summary>They were built by a process that has other folders, or were lost.</summary>
    internal static FeatureStoreException FilesNotFound(TrainingSet set) => new(
        FeatureStoreErrorCode.TrainingSetFilesNotFound, $"The files of the training set '{set.Name}' are not here: they lie with the process that built it, or were lost. Ask that process, or make the training set again.");

    internal static FeatureStoreException NotFound(string name)
        => new(FeatureStoreErrorCode.TrainingSetNotFound, $"There is no training set '{name}'. Its list shows what there is.");
}
