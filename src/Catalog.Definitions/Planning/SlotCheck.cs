using Catalog.Core.Model;
using Catalog.Definitions.Binding;
using Catalog.Definitions.Binding.Drafts;

namespace Catalog.Definitions.Planning;

/// <summary>Refuses a source whose replication slot another one reads over the same connection: a slot is moved on by whoever reads it, so that each would lose what the other took.</summary>
internal static class SlotCheck
{
    /// <summary>Reports each slot that two sources would read. Sources that stay as they are were put in force before and are not reported.</summary>
    /// <param name="inForce">The drafts in force.</param>
    /// <param name="changed">Those that replace one of the same name, or come new.</param>
    /// <param name="removed">What is in force no longer.</param>
    /// <param name="findings">Where findings go.</param>
    public static void Check(
        IReadOnlyDictionary<DefinitionId, Draft> inForce, IReadOnlyDictionary<DefinitionId, Draft> changed, HashSet<DefinitionId> removed, FindingList findings)
    {
        if (!changed.Values.Any(static draft => draft is SourceDraft { Source.Capture: not null }))
        {
            return;
        }

        var readers = inForce.Where(pair => !changed.ContainsKey(pair.Key)).Concat(changed)
            .Where(pair => !removed.Contains(pair.Key)).Select(static pair => pair.Value).OfType<SourceDraft>().Where(static draft => draft.Source.Capture is not null)
            .GroupBy(static draft => (draft.Source.Capture!.Connection, draft.Source.Capture.Slot)); // Those without were left out.
        foreach (var slot in readers)
        {
            // Those in force come first, so that what is new is told.
            var sources = slot.OrderBy(draft => changed.ContainsKey(draft.Id)).ThenBy(static draft => draft.Id.Name, StringComparer.Ordinal).ToList();
            foreach (var second in sources.Skip(1).Where(draft => changed.ContainsKey(draft.Id)))
            {
                findings.Error(
                    DefinitionRules.SlotTaken,
                    $"The sources '{sources[0].Source.Name}' and '{second.Source.Name}' would both read the replication slot '{slot.Key.Slot}' of connection '{slot.Key.Connection}', and each would lose what the other takes.",
                    second.SlotAt ?? second.Location,
                    "Write another name in 'slot:' of the capture, or leave it out, so that each source has a slot of its own. To read one table into several sources, give each its capture.");
            }
        }
    }
}
