using Catalog.Core.Model;
using Catalog.Definitions.Binding.Drafts;

namespace Catalog.Definitions.Linking;

/// <summary>The drafts in force with some of them replaced, without a copy: validation while typing looks at thousands of definitions.</summary>
/// <param name="inForce">The drafts in force.</param>
/// <param name="changes">Drafts that replace one of the same kind and name, or come new.</param>
internal sealed class DraftOverlay(IReadOnlyDictionary<DefinitionId, Draft> inForce, IReadOnlyDictionary<DefinitionId, Draft> changes)
{
    /// <summary>The draft of that kind and name; null when there is none.</summary>
    public Draft? Find(DefinitionId id) => changes.GetValueOrDefault(id) ?? inForce.GetValueOrDefault(id);

    /// <summary>The names of a kind in order, for suggestions.</summary>
    public IReadOnlyCollection<string> Names(DefinitionKind kind)
        => [.. inForce.Keys.Concat(changes.Keys).Where(id => id.Kind == kind).Select(static id => id.Name).Distinct().Order(StringComparer.Ordinal)];
}
