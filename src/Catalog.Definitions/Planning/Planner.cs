using Catalog.Core.Model;
using Catalog.Definitions.Binding;
using Catalog.Definitions.Binding.Drafts;
using Catalog.Definitions.Linking;
using Catalog.Definitions.Model;

namespace Catalog.Definitions.Planning;

/// <summary>Compares files with the definitions in force. Only what changes, and what refers to it, is looked at again.</summary>
internal static class Planner
{
    public static PlanOutcome Plan(DefinitionSet current, PlanRequest request)
    {
        var findings = new FindingList();
        var incoming = IncomingFiles.Read(request.Files, findings);
        var removed = Removals.Find(current, request, incoming, findings);
        var changed = incoming.Documents
            .Where(pair => !IsSameText(current.Find(pair.Key)?.Text, pair.Value.Text))
            .ToDictionary(static pair => pair.Key, static pair => pair.Value);

        var drafts = changed.ToDictionary(static pair => pair.Key, static pair => pair.Value.Draft!); // Only documents with a draft are kept.
        var toLink = current.WithAllUsers(drafts.Keys);
        toLink.ExceptWith(removed); // What goes need not fit what comes.
        var link = Linker.Link(new DraftOverlay(current.Parts.Drafts, drafts), toLink, current.Parts.Models);
        findings.AddRange(link.Findings);

        // Removed definitions could be found by others: their users have one clear finding each here, instead of one for each of their lines.
        var references = current.Parts.References.Where(reference => !toLink.Contains(reference.User)).Concat(link.References).ToHashSet();
        removed.UnionWith(Removals.FindOrphans(current, request, incoming, removed, references));
        Removals.CheckUse(removed, references, current, findings);
        SlotCheck.Check(current.Parts.Drafts, drafts, removed, findings);

        var next = findings.HasErrors ? null : Combine(current, drafts, link.Models, references, removed);
        var plan = new DefinitionPlan
        {
            Revision = current.Revision,
            Changes = ChangeLister.List(current, next, changed, removed),
            Unchanged = [.. incoming.Documents.Keys.Where(id => !changed.ContainsKey(id)).OrderBy(static id => id.Kind).ThenBy(static id => id.Name, StringComparer.Ordinal)],
            Findings = findings.ToSorted(),
        };
        return new PlanOutcome(plan, changed, next);
    }

    // Line ends differ between checkouts of one repository; they are not worth a version.
    private static bool IsSameText(string? before, string after)
        => before is not null && (before == after || before.ReplaceLineEndings("\n") == after.ReplaceLineEndings("\n"));

    private static DefinitionParts Combine(
        DefinitionSet current, Dictionary<DefinitionId, Draft> drafts, IReadOnlyDictionary<DefinitionId, object> linked,
        IEnumerable<Reference> references, HashSet<DefinitionId> removed)
    {
        var allDrafts = new Dictionary<DefinitionId, Draft>(current.Parts.Drafts);
        var models = new Dictionary<DefinitionId, object>(current.Parts.Models);
        var history = new Dictionary<(DefinitionId, int), object>(current.Parts.History);
        foreach (var (id, draft) in drafts)
        {
            allDrafts[id] = draft;
        }

        foreach (var (id, model) in linked)
        {
            var version = NextModelVersion(current, id, model);
            models[id] = ModelVersions.With(model, version);
            if (version > 0)
            {
                history[(id, version)] = models[id];
            }
        }

        foreach (var id in removed)
        {
            allDrafts.Remove(id);
            models.Remove(id);
        }

        return current.Parts with
        {
            Drafts = allDrafts,
            Models = models,
            History = history,
            References = references.Where(reference => !removed.Contains(reference.User)).ToHashSet(),
        };
    }

    private static int NextModelVersion(DefinitionSet current, DefinitionId id, object model)
    {
        if (ModelVersions.Signature(model) is not { } signature)
        {
            return 0;
        }

        var before = current.FindModel(id);
        return before is not null && ModelVersions.Signature(before) == signature
            ? ModelVersions.Of(before)
            : current.Parts.Counters.GetValueOrDefault(id).ModelVersion + 1;
    }
}
