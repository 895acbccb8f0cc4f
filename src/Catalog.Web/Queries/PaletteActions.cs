using Catalog.Core.Model;
using Catalog.Definitions.Search;
using Catalog.Web.Queries.Flow;
using Catalog.Web.Queries.Quarantine;
using Catalog.Web.ViewModels;
using Lineage.Graph;

namespace Catalog.Web.Queries;

/// <summary>What can be done with something that the palette found, opening it first.</summary>
internal static class PaletteActions
{
    /// <summary>The actions of a thing, or of a feature or column of it.</summary>
    /// <param name="document">The thing.</param>
    /// <param name="part">The feature or column; null for the thing itself.</param>
    internal static IReadOnlyList<PaletteItem> Of(SearchDocument document, string? part = null)
    {
        var page = FoundThings.HrefOf(document);
        var href = part is null ? page : FoundThings.HrefOf(document, part);
        var reference = part is null ? document.Id.Name : $"{document.Id.Name}:{part}";
        var kind = document.Id.Definition?.Kind;
        return
        [
            Action("Open", href, FoundThings.IconOf(document.Id.Kind)),
            .. OfValues(kind, page, href, part),
            .. OfLineage(document.Id.Definition, part),
            .. kind is DefinitionKind.Source ? [Action("Checks", page + "/quality", "list-checks"), Action("Quarantine", QuarantineAddress.HrefOf(document.Id.Name), "shield-alert")] : Array.Empty<PaletteItem>(),
            Action($"Copy {reference}", href, "copy") with { Copies = reference, Note = part is null ? "name" : "reference" },
            .. part is null && kind is { } changed
                ? [Action("Change", page + (DefinitionKinds.HasForm(changed) ? "/change" : "/edit"), "pencil")]
                : Array.Empty<PaletteItem>(),
        ];
    }

    private static IEnumerable<PaletteItem> OfValues(DefinitionKind? kind, string page, string href, string? part)
    {
        if (kind is DefinitionKind.FeatureView)
        {
            yield return Action("Look up a value", href + "#lookup", "search");
        }

        if (part is not null && kind is (DefinitionKind.FeatureView or DefinitionKind.OnDemandFeatureView))
        {
            yield return Action("Explain a value", ExplainAddress.Of(page, part, []), "microscope");
        }
    }

    private static IEnumerable<PaletteItem> OfLineage(DefinitionId? definition, string? part)
    {
        if (definition is not { } id || OwnDatasets.Of(id) is not { } dataset)
        {
            yield break;
        }

        var address = new LineageAddress { Urn = part is null ? dataset.ToString() : NodeIdGrammar.FormatColumn(dataset, part) };
        yield return Action("Lineage", address.ToString(), "workflow");
        yield return Action("What breaks without it", (address with { IsImpact = true }).ToString(), "zap");
    }

    private static PaletteItem Action(string title, string href, string icon) => new(PaletteGroup.Actions, title, href, icon);
}
