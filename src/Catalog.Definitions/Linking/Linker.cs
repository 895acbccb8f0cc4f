using Catalog.Core.Errors;
using Catalog.Core.Model;
using Catalog.Definitions.Binding.Drafts;

namespace Catalog.Definitions.Linking;

/// <summary>Looks up the references of drafts and checks what holds between definitions.</summary>
internal static class Linker
{
    /// <summary>
    /// Links drafts so that whatever is referred to is linked before. Drafts with errors, and those that refer to one, are left out.
    /// </summary>
    /// <param name="drafts">All drafts.</param>
    /// <param name="toLink">The ones to link; every draft that refers to one of them should be among them.</param>
    /// <param name="linked">The other ones, linked before.</param>
    public static LinkResult Link(DraftOverlay drafts, IReadOnlySet<DefinitionId> toLink, IReadOnlyDictionary<DefinitionId, object> linked)
    {
        var models = new Dictionary<DefinitionId, object>();
        var context = new LinkContext(drafts, id => toLink.Contains(id) ? models.GetValueOrDefault(id) : linked.GetValueOrDefault(id));
        foreach (var id in SourceOrder.Of(toLink, drafts))
        {
            if (drafts.Find(id) is not { } draft)
            {
                continue;
            }

            var errorsBefore = context.Findings.ErrorCount;
            context.IsIncomplete = false;
            var model = Link(draft, context);
            if (!draft.IsBroken && !context.IsIncomplete && context.Findings.ErrorCount == errorsBefore)
            {
                models.Add(id, model);
            }
        }

        return new LinkResult(models, context.References, context.Findings.ToSorted());
    }

    private static object Link(Draft draft, LinkContext context)
    {
        LinkOwnership(draft, context);
        return draft switch
        {
            DomainDraft domain => new Domain { Name = domain.Id.Name, Title = domain.Title, Description = domain.Description, Owner = domain.Owner?.Value },
            TeamDraft team => team.Team,
            ContractDraft contract => contract.Contract,
            EntityDraft entity => entity.Entity,
            SourceDraft { From: { } from } source => EnrichedSourceLinker.Link(source, from, context),
            SourceDraft source => SourceLinker.Link(source, context),
            FeatureViewDraft view => FeatureViewLinker.Link(view, context),
            OnDemandFeatureViewDraft view => OnDemandFeatureViewLinker.Link(view, context),
            FeatureServiceDraft service => FeatureServiceLinker.Link(service, context),
            DataProductDraft product => DataProductLinker.Link(product, context),
            _ => throw new InvalidOperationException($"A draft of type '{draft.GetType().Name}' cannot be linked."),
        };
    }

    private static void LinkOwnership(Draft draft, LinkContext context)
    {
        if (draft.Domain is { } domain)
        {
            // A contract written elsewhere names a domain in words of its own.
            var severity = draft is ContractDraft ? FindingSeverity.Warning : FindingSeverity.Error;
            context.Exists(draft, DefinitionKind.Domain, domain, severity);
        }

        if (draft.Owner is { } owner)
        {
            context.Exists(draft, DefinitionKind.Team, owner);
        }
    }
}
