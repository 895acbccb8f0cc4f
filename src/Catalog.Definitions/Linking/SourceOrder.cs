using Catalog.Core.Model;
using Catalog.Definitions.Binding.Drafts;

namespace Catalog.Definitions.Linking;

/// <summary>
/// What sources and views need of each other, since a source may be made of views, which are made of sources. Walks without recursion: how deep they go is up to whoever writes them.
/// </summary>
internal static class SourceOrder
{
    /// <summary>Definitions kind by kind, but each after the sources, views and entities that it is made of.</summary>
    public static IEnumerable<DefinitionId> Of(IEnumerable<DefinitionId> ids, DraftOverlay drafts)
    {
        var all = ids.ToHashSet();
        var seen = new HashSet<DefinitionId>();
        var open = new Stack<(DefinitionId Id, bool IsReady)>();
        foreach (var first in all.OrderBy(static id => id.Kind).ThenBy(static id => id.Name, StringComparer.Ordinal))
        {
            open.Push((first, false));
            while (open.TryPop(out var next))
            {
                if (next.IsReady)
                {
                    yield return next.Id;
                }
                else if (seen.Add(next.Id))
                {
                    open.Push((next.Id, true));
                    foreach (var needed in NeedsOf(drafts.Find(next.Id)).Where(all.Contains))
                    {
                        open.Push((needed, false));
                    }
                }
            }
        }
    }

    /// <summary>How something that a source is made of leads back to it, from the one to the other; null when it does not.</summary>
    public static IReadOnlyList<DefinitionId>? FindWay(DefinitionId from, DefinitionId source, DraftOverlay drafts)
    {
        var before = new Dictionary<DefinitionId, DefinitionId?> { [from] = null };
        var open = new Queue<DefinitionId>([from]);
        while (open.TryDequeue(out var id))
        {
            if (id == source)
            {
                var way = new List<DefinitionId>();
                for (DefinitionId? step = id; step is { } present; step = before[present])
                {
                    way.Insert(0, present);
                }

                return way;
            }

            foreach (var needed in NeedsOf(drafts.Find(id)).Where(needed => before.TryAdd(needed, id)))
            {
                open.Enqueue(needed);
            }
        }

        return null;
    }

    private static IEnumerable<DefinitionId> NeedsOf(Draft? draft) => draft switch
    {
        SourceDraft { From: { } from } source =>
            [new(DefinitionKind.Source, from.Value), .. source.Enrichments.Select(static enrichment => new DefinitionId(DefinitionKind.FeatureView, enrichment.View.Value))],
        FeatureViewDraft view =>
            [new(DefinitionKind.Source, view.Source.Value), .. view.Entities.Select(static entity => new DefinitionId(DefinitionKind.Entity, entity.Value))],
        _ => [],
    };
}
