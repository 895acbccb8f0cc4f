using Catalog.Core.Model;
using Catalog.Definitions;
using Catalog.Definitions.Search;
using FeatureStore.Model;
using FeatureStore.TrainingSets;

namespace Catalog.Web.Queries;

/// <summary>Searches the definitions in force and the training sets. Thread-safe.</summary>
public sealed class SearchService(DefinitionRegistry registry, IEnumerable<TrainingSetService> sets)
{
    /// <summary>The kind of training sets; the other kinds are those of definitions.</summary>
    public const string TrainingSetKind = "TrainingSet";

    private const int MostTrainingSets = 500;

    private Indexed? _current;

    /// <summary>The index of the revision in force, definitions only.</summary>
    public SearchIndex Index
    {
        get
        {
            var definitions = registry.Current;
            var current = Volatile.Read(ref _current);
            if (current?.Revision == definitions.Revision)
            {
                return current.Index;
            }

            var index = new SearchIndex(SearchDocuments.Of(definitions));
            Volatile.Write(ref _current, new Indexed(definitions.Revision, index));
            return index;
        }
    }

    /// <summary>The index with the newest training sets.</summary>
    public async Task<SearchIndex> GetIndexAsync(CancellationToken cancellationToken)
    {
        var found = new List<TrainingSet>();
        foreach (var service in sets)
        {
            found.AddRange(await service.ListAsync(before: null, MostTrainingSets, cancellationToken));
        }

        // A name may stand for a complete set and for one that failed; the newest of them is the one to find.
        return found.Count == 0 ? Index : Index.With(found.DistinctBy(static set => set.Name).Select(SearchDocuments.Of));
    }

    /// <summary>What a definition is found by; null when it is not in force.</summary>
    public SearchDocument? Describe(DefinitionId id) => Index.Find(SearchId.Of(id));

    private sealed record Indexed(long Revision, SearchIndex Index);
}
