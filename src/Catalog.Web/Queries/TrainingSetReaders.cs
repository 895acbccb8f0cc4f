using FeatureStore.Model;
using FeatureStore.TrainingSets;

namespace Catalog.Web.Queries;

/// <summary>Finds the training sets that read feature views. Thread-safe.</summary>
public sealed class TrainingSetReaders(TrainingSetService sets)
{
    /// <summary>How many of the newest training sets are looked through.</summary>
    public const int SearchedCount = 500;

    /// <summary>Those of the newest <see cref="SearchedCount"/> that read one of the views, newest first.</summary>
    public async Task<IReadOnlyList<TrainingSet>> ListAsync(IReadOnlyCollection<string> views, CancellationToken cancellationToken)
        => views.Count == 0 ? [] : [.. (await sets.ListAsync(before: null, SearchedCount, cancellationToken)).Where(set => set.Views.Any(view => views.Contains(view.View)))];
}
