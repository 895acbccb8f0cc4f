using Catalog.Core.Model;
using Catalog.Definitions.Model;

namespace Catalog.Web.Queries;

/// <summary>All kinds, in the order of the sidebar.</summary>
public static class DefinitionKinds
{
    public static readonly IReadOnlyList<DefinitionKindInfo> All =
    [
        new(DefinitionKind.DataProduct, "data product", "Data products", "products", "package"),
        new(DefinitionKind.FeatureView, "feature view", "Feature views", "views", "table-2"),
        new(DefinitionKind.OnDemandFeatureView, "on-demand feature view", "On-demand feature views", "on-demand", "zap"),
        new(DefinitionKind.Source, "source", "Sources", "sources", "radio-tower"),
        new(DefinitionKind.Contract, "contract", "Contracts", "contracts", "file-check-2"),
        new(DefinitionKind.FeatureService, "feature service", "Feature services", "services", "boxes"),
        new(DefinitionKind.Entity, "entity", "Entities", "entities", "key-round"),
        new(DefinitionKind.Domain, "domain", "Domains", "domains", "layers"),
        new(DefinitionKind.Team, "team", "Teams", "teams", "users"),
    ];

    public static DefinitionKindInfo Of(DefinitionKind kind) => All.First(info => info.Kind == kind);

    public static DefinitionKindInfo? OfFolder(string folder) => All.FirstOrDefault(info => info.Folder == folder);

    /// <summary>The kind that a document's <c>kind:</c> line names; null when it names none.</summary>
    public static DefinitionKind? FromDocument(string? kind) => kind switch
    {
        "DataContract" => DefinitionKind.Contract,
        nameof(DefinitionKind.Contract) => null,
        _ => All.FirstOrDefault(info => info.Kind.ToString() == kind)?.Kind,
    };

    /// <summary>Whether the portal has a form for the kind; the others are written as text.</summary>
    public static bool HasForm(DefinitionKind kind) => kind is DefinitionKind.FeatureView or DefinitionKind.DataProduct;

    /// <summary>The address where a definition of a kind is registered, in a domain where that is known.</summary>
    public static string NewHrefOf(DefinitionKind kind, string? domain)
    {
        if (string.IsNullOrEmpty(domain))
        {
            return $"/new?kind={kind}";
        }

        var name = Uri.EscapeDataString(domain);
        return HasForm(kind) ? $"/{name}/{Of(kind).Folder}/new" : $"/new?kind={kind}&domain={name}";
    }

    /// <summary>The address of a definition: <c>/{domain}/views/{name}</c>, or <c>/teams/{name}</c> for one without a domain.</summary>
    public static string HrefOf(DefinitionId id, string? domain)
    {
        var page = $"/{Of(id.Kind).Folder}/{Uri.EscapeDataString(id.Name)}";
        return domain is null || id.Kind is DefinitionKind.Domain or DefinitionKind.Team or DefinitionKind.Contract ? page : $"/{Uri.EscapeDataString(domain)}{page}";
    }

    /// <summary>The address of a definition of that kind and name.</summary>
    public static string HrefOf(DefinitionKind kind, string name, string? domain = null) => HrefOf(new DefinitionId(kind, name), domain);

    /// <summary>The address of a definition in force; of one that is not, null.</summary>
    public static string? HrefOf(DefinitionSet definitions, DefinitionId id)
        => definitions.Find(id) is { } definition ? HrefOf(id, definition.Domain) : null;
}
