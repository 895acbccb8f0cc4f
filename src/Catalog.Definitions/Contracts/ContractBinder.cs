using Catalog.Core.Errors;
using Catalog.Core.Model;
using Catalog.Definitions.Binding;
using Catalog.Definitions.Binding.Drafts;
using Catalog.Definitions.Contracts.Schema;

namespace Catalog.Definitions.Contracts;

/// <summary>Reads a contract in the Open Data Contract Standard: checks it against the version it declares, then takes what the product acts on.</summary>
internal static class ContractBinder
{
    public static Draft Bind(BindingContext context)
    {
        var root = new OdcsNode(context.Document.Root!, string.Empty); // The caller has looked at it.
        var version = ChooseVersion(root, context);
        foreach (var violation in SchemaChecker.Check(OdcsVersions.Schema(version), root.Node))
        {
            if (violation.Path == "apiVersion" && version != root.Text("apiVersion"))
            {
                continue;
            }

            // Tools add keys of their own. They are kept, so they need not stop anybody.
            context.Findings.Add(new Finding(
                violation.Rule == DefinitionRules.UnknownKey ? FindingSeverity.Warning : FindingSeverity.Error,
                violation.Rule, violation.Message, context.Document.Locate(violation.Node, violation.Path), violation.Fix));
        }

        var reader = new OdcsReader(context);
        var contract = reader.Read(root);
        var nameKey = root.Find("name") is null ? "id" : "name";
        var name = LocateName(root, nameKey, contract.Name, context);
        return new ContractDraft
        {
            Id = new DefinitionId(DefinitionKind.Contract, contract.Name),
            Location = name,
            Domain = root.Find("domain") is { } domain && domain.AsText() is { } text
                ? new Located<string>(text, context.Document.Locate(domain.Node, domain.Path))
                : null,
            Contract = contract,
            PropertyPlaces = reader.PropertyPlaces,
        };
    }

    private static string ChooseVersion(OdcsNode root, BindingContext context)
    {
        var declared = root.Text("apiVersion");
        if (declared is null || OdcsVersions.Known.Contains(declared))
        {
            return declared ?? OdcsVersions.Newest;
        }

        var place = root.Find("apiVersion").GetValueOrDefault();
        var isOld = declared.StartsWith("v2.", StringComparison.Ordinal);
        context.Findings.Add(new Finding(
            isOld ? FindingSeverity.Error : FindingSeverity.Warning, OdcsRules.Version,
            $"Version '{declared}' of the Open Data Contract Standard is not known; the contract is read as {OdcsVersions.Newest}.",
            context.Document.Locate(place.Node, place.Path), $"Known are: {string.Join(", ", OdcsVersions.Known)}."));
        return OdcsVersions.Newest;
    }

    private static SourceLocation LocateName(OdcsNode root, string key, string name, BindingContext context)
    {
        var node = root.Find(key)?.Node ?? root.Node;
        var location = context.Document.Locate(node, key);
        if (name.Length > 0 && !NameRules.IsDefinitionName(name))
        {
            var near = NameRules.ToDefinitionName(name);
            context.Error(
                DefinitionRules.BadName,
                $"'{name}' cannot name a contract here: sources refer to it by '{key}', which needs lower-case letters, digits, '_' and '-', and a letter first.",
                location, near is null ? null : key == "name" ? Fix.Write(near, key) : new Fix($"Add 'name: {near}'.", FindingEdit.Write(near, "name")));
        }

        return location;
    }
}
