using Catalog.Core.Model;
using Catalog.Definitions.Search;
using Catalog.Web.TrainingSets;

namespace Catalog.Web.Queries;

/// <summary>How things that search finds are called and drawn, and where their pages are.</summary>
public static class FoundThings
{
    /// <summary>How the kind is called in running text.</summary>
    public static string LabelOf(string kind) => kind == SearchService.TrainingSetKind ? "training set" : InfoOf(kind)?.Label ?? kind;

    /// <summary>An icon of the sprite.</summary>
    public static string IconOf(string kind) => kind == SearchService.TrainingSetKind ? TrainingSetWords.Icon : InfoOf(kind)?.Icon ?? "database";

    /// <summary>The page of the thing.</summary>
    public static string HrefOf(SearchDocument document) => document.Id.Definition is { } definition
        ? DefinitionKinds.HrefOf(definition, document.Domain)
        : TrainingSetWords.HrefOf(document.Id.Name);

    /// <summary>The page of a feature, column or port of the thing.</summary>
    public static string HrefOf(SearchDocument document, string column) => document.Id.Definition?.Kind switch
    {
        DefinitionKind.FeatureView => $"{HrefOf(document)}?feature={Uri.EscapeDataString(column)}",
        DefinitionKind.DataProduct => $"{HrefOf(document)}?port={Uri.EscapeDataString(column)}",
        _ => HrefOf(document),
    };

    /// <summary>Whether its title is an identifier, written in mono.</summary>
    public static bool IsIdentifier(SearchDocument document) => document.Title == document.Id.Name;

    private static DefinitionKindInfo? InfoOf(string kind) => DefinitionKinds.All.FirstOrDefault(info => info.Kind.ToString() == kind);
}
