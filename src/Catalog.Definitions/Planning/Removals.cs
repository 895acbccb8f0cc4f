using Catalog.Core.Errors;
using Catalog.Core.Model;
using Catalog.Definitions.Binding;
using Catalog.Definitions.Linking;
using Catalog.Definitions.Model;

namespace Catalog.Definitions.Planning;

/// <summary>Finds which definitions go.</summary>
internal static class Removals
{
    private static readonly SourceLocation Nowhere = new(string.Empty, 0, 0, string.Empty);

    /// <summary>The definitions that the request removes; what cannot be removed is reported.</summary>
    public static HashSet<DefinitionId> Find(DefinitionSet current, PlanRequest request, IncomingFiles incoming, FindingList findings)
    {
        var removed = new HashSet<DefinitionId>();
        foreach (var id in request.Remove)
        {
            if (current.Find(id) is null)
            {
                findings.Error(DefinitionRules.NothingToRemove, $"There is no {LinkContext.Words(id.Kind)} '{id.Name}' to remove.", Nowhere);
            }
            else if (incoming.Documents.TryGetValue(id, out var document))
            {
                findings.Error(
                    DefinitionRules.NothingToRemove, $"The {LinkContext.Words(id.Kind)} '{id.Name}' is to be removed, but a file defines it.",
                    document.Draft!.Location, "Do one or the other."); // Only documents with a draft are kept.
            }
            else
            {
                removed.Add(id);
            }
        }

        if (request.Prune)
        {
            Prune(current, incoming, removed);
        }

        return removed;
    }

    /// <summary>
    /// With pruning: what belongs to no domain, is in no file and loses its last user with this change. What never had a user stays.
    /// </summary>
    public static IReadOnlyList<DefinitionId> FindOrphans(
        DefinitionSet current, PlanRequest request, IncomingFiles incoming, IReadOnlySet<DefinitionId> removed, IEnumerable<Reference> references)
    {
        if (!request.Prune)
        {
            return [];
        }

        var used = references.Where(reference => !removed.Contains(reference.User)).Select(static reference => reference.Used).ToHashSet();
        return [.. current.Definitions
            .Where(definition => definition.Domain is null && !incoming.Documents.ContainsKey(definition.Id))
            .Select(static definition => definition.Id)
            .Where(id => !used.Contains(id) && current.UsersOf(id).Count > 0)];
    }

    /// <summary>Reports removed definitions that others still need.</summary>
    public static void CheckUse(IReadOnlySet<DefinitionId> removed, IEnumerable<Reference> references, DefinitionSet current, FindingList findings)
    {
        var kept = references.Where(reference => removed.Contains(reference.Used) && !removed.Contains(reference.User));
        foreach (var users in kept.GroupBy(static reference => reference.Used, static reference => reference.User))
        {
            var names = users.OrderBy(static user => user.Kind).ThenBy(static user => user.Name, StringComparer.Ordinal)
                .Select(static user => $"{LinkContext.Words(user.Kind)} '{user.Name}'");
            findings.Error(
                DefinitionRules.InUse, $"The {LinkContext.Words(users.Key.Kind)} '{users.Key.Name}' cannot be removed: it is used by {string.Join(", ", names)}.",
                current.Parts.Drafts[users.Key].Location, "Keep it, or remove those too.");
        }
    }

    private static void Prune(DefinitionSet current, IncomingFiles incoming, HashSet<DefinitionId> removed)
    {
        var domains = incoming.Documents.Values.Select(static document => document.Draft?.HomeDomain).OfType<string>().ToHashSet(StringComparer.Ordinal);
        removed.UnionWith(current.Definitions
            .Where(definition => definition.Domain is { } domain && domains.Contains(domain) && !incoming.Documents.ContainsKey(definition.Id))
            .Select(static definition => definition.Id));
    }
}
