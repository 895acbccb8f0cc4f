using Catalog.Core.Model;
using Catalog.Definitions;
using Catalog.Definitions.Search;

namespace Catalog.Web.Queries;

/// <summary>Searches the definitions in force. The index is made anew when the revision has changed. Thread-safe.</summary>
public sealed class SearchService(DefinitionRegistry registry)
{
    private Indexed? _current;

    /// <summary>The index of the revision in force.</summary>
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

    /// <summary>What a definition is found by; null when it is not in force.</summary>
    public SearchDocument? Describe(DefinitionId id) => Index.Find(id);

    private sealed record Indexed(long Revision, SearchIndex Index);
}
