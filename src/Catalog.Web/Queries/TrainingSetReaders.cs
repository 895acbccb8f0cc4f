using FeatureStore.Model;
using FeatureStore.TrainingSets;

namespace Catalog.Web.Queries;

/// <summary>Finds the training sets that read feature views. Thread-safe.</summary>
public sealed class TrainingSetReaders(TrainingSetService sets)
{
    /// <summary>How many of the newest training sets are looked through.</summary>
    public const int SearchedCount = 500;

    /// <summary>Those of the newest <see cref="SearchedCount"/> that read one of the views, newest first. What failed or was cancelled reads nothing.</summary>
    public async Task<IReadOnlyList<TrainingSet>> ListAsync(IReadOnlyCollection<string> views, CancellationToken cancellationToken)
        => views.Count == 0
            ? []
            : [.. (await sets.ListAsync(before: null, SearchedCount, cancellationToken)).Where(set => IsKept(set) && set.Views.Any(view => views.Contains(view.View)))];

    /// <summary>Those of these names that exist or are being built: lineage remembers those that failed or were deleted, too.</summary>
    public async Task<IReadOnlySet<string>> FindKeptAsync(IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var kept = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (await sets.FindAsync(name, cancellationToken) is { } set && IsKept(set))
            {
                kept.Add(name);
            }
        }

        return kept;
    }

    private static bool IsKept(TrainingSet set) => set.State is not (TrainingSetState.Failed or TrainingSetState.Cancelled);
}
