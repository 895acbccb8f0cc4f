using Catalog.Core.Model;
using Catalog.Definitions.Model;

namespace Catalog.Web.Queries;

/// <summary>Which definitions changed last.</summary>
public static class DefinitionChanges
{
    /// <summary>The definitions, latest change first; those of one change by kind, then name.</summary>
    /// <param name="definitions">The definitions in force.</param>
    /// <param name="ids">Which of them; null: all.</param>
    /// <param name="limit">At most so many.</param>
    public static IReadOnlyList<Definition> Newest(DefinitionSet definitions, IEnumerable<DefinitionId>? ids, int limit)
        => [.. (ids is null ? definitions.Definitions : ids.Select(definitions.Find).OfType<Definition>())
            .OrderByDescending(static definition => definition.Revision).ThenBy(static definition => definition.Id.Kind).ThenBy(static definition => definition.Id.Name, StringComparer.Ordinal)
            .Take(limit)];
}
