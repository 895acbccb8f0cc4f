using Catalog.Core.Model;
using Catalog.Definitions.Binding;
using Catalog.Definitions.Model;

namespace Catalog.Definitions.Planning;

/// <summary>Lists what a plan changes, with fields and consequences.</summary>
internal static class ChangeLister
{
    /// <summary>The changes by kind, then name.</summary>
    /// <param name="current">The definitions in force.</param>
    /// <param name="next">The definitions afterwards; null when the plan has errors, in which case consequences are not known.</param>
    /// <param name="changed">Documents that are new or differ.</param>
    /// <param name="removed">Definitions that go.</param>
    public static IReadOnlyList<PlannedChange> List(
        DefinitionSet current, DefinitionParts? next, IReadOnlyDictionary<DefinitionId, BoundDocument> changed, IReadOnlySet<DefinitionId> removed)
    {
        var changes = new List<PlannedChange>();
        changes.AddRange(changed.Select(pair => Describe(current, next, pair.Key, pair.Value)));
        changes.AddRange(removed.Select(id => Remove(current, id)));

        // A view whose entity changed has another meaning although nobody touched its document.
        changes.AddRange(Drifted(current, next).Where(id => !changed.ContainsKey(id) && !removed.Contains(id)).Select(id => Drift(current, next!, id))); // Drifted gives nothing without next.
        return [.. changes.OrderBy(static change => change.Id.Kind).ThenBy(static change => change.Id.Name, StringComparer.Ordinal)];
    }

    private static PlannedChange Describe(DefinitionSet current, DefinitionParts? next, DefinitionId id, BoundDocument document)
    {
        var before = current.Find(id);
        return new PlannedChange
        {
            Id = id,
            Change = before is null ? ChangeKind.Added : ChangeKind.Changed,
            Path = document.Path,
            Number = NextNumber(current, id),
            ModelVersion = VersionOf(next, id),
            Fields = before is null ? [] : VersionDiff.Compare(before.Text, document.Text),
            Consequences = next is null ? [] : Consequences.Of(current, next, id),
        };
    }

    private static PlannedChange Remove(DefinitionSet current, DefinitionId id) => new()
    {
        Id = id,
        Change = ChangeKind.Removed,
        Path = current.Find(id)?.Path ?? string.Empty,
        Number = NextNumber(current, id),
        ModelVersion = current.Find(id)?.ModelVersion ?? 0,
    };

    private static PlannedChange Drift(DefinitionSet current, DefinitionParts next, DefinitionId id) => new()
    {
        Id = id,
        Change = ChangeKind.Changed,
        Path = current.Find(id)?.Path ?? string.Empty,
        Number = NextNumber(current, id),
        ModelVersion = VersionOf(next, id),
        Consequences = Consequences.Of(current, next, id),
    };

    private static IEnumerable<DefinitionId> Drifted(DefinitionSet current, DefinitionParts? next)
        => next is null
            ? []
            : next.Models
                .Where(pair => current.FindModel(pair.Key) is { } before && ModelVersions.Of(before) != ModelVersions.Of(pair.Value))
                .Select(static pair => pair.Key);

    private static int NextNumber(DefinitionSet current, DefinitionId id) => current.Parts.Counters.GetValueOrDefault(id).Number + 1;

    private static int VersionOf(DefinitionParts? next, DefinitionId id)
        => next?.Models.GetValueOrDefault(id) is { } model ? ModelVersions.Of(model) : 0;
}
