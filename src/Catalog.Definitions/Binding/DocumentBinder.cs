using Catalog.Core.Errors;
using Catalog.Core.Model;
using Catalog.Definitions.Binding.Drafts;
using Catalog.Definitions.Binding.Kinds;
using Catalog.Definitions.Contracts;
using Catalog.Definitions.Yaml;

namespace Catalog.Definitions.Binding;

/// <summary>Reads files into drafts, one document after the other, each by the binder of its kind.</summary>
internal static class DocumentBinder
{
    private const string ContractKind = "DataContract";

    private static readonly Dictionary<string, Func<MappingReader, Draft>> Binders = new(StringComparer.Ordinal)
    {
        [nameof(DefinitionKind.Domain)] = DomainBinder.Bind,
        [nameof(DefinitionKind.Team)] = TeamBinder.Bind,
        [nameof(DefinitionKind.Source)] = SourceBinder.Bind,
        [nameof(DefinitionKind.Entity)] = EntityBinder.Bind,
        [nameof(DefinitionKind.FeatureView)] = FeatureViewBinder.Bind,
        [nameof(DefinitionKind.OnDemandFeatureView)] = OnDemandFeatureViewBinder.Bind,
        [nameof(DefinitionKind.FeatureService)] = FeatureServiceBinder.Bind,
        [nameof(DefinitionKind.DataProduct)] = DataProductBinder.Bind,
    };

    private static readonly string[] Kinds = [.. Binders.Keys, ContractKind];

    /// <summary>Reads every document of a file. Findings about the file as a whole come with a document that has no draft.</summary>
    public static IReadOnlyList<BoundDocument> BindFile(string file, string text, Action<string, string>? keyAsked = null)
    {
        var fileFindings = new FindingList();
        var documents = YamlReader.Read(file, text, fileFindings);
        var bound = documents.Where(static document => document.Root is not null).Select(document => Bind(document, keyAsked)).ToList();
        if (bound.Count == 0 && !fileFindings.HasErrors)
        {
            fileFindings.Warning(
                DefinitionRules.NoDefinitions, "The file holds no definition.", new SourceLocation(file, 1, 1, string.Empty),
                $"Begin with 'kind:' and one of {string.Join(", ", Kinds)}.");
        }

        if (fileFindings.ToSorted() is { Count: > 0 } findings)
        {
            bound.Add(new BoundDocument(file, text, null, findings));
        }

        return bound;
    }

    private static BoundDocument Bind(YamlDocument document, Action<string, string>? keyAsked)
    {
        var findings = new FindingList();
        var context = new BindingContext(document, findings) { KeyAsked = keyAsked };
        var draft = Bind(context);
        return new BoundDocument(document.File, document.Text, draft, findings.ToSorted());
    }

    private static Draft? Bind(BindingContext context)
    {
        var root = context.Document.Root!; // Documents without a root are left out before.
        if (root.Content is not YamlMapping)
        {
            context.Error(
                DefinitionRules.NotAMapping, $"A definition is a mapping of keys to values, not {root.Content.Describe()}.", root, string.Empty,
                $"Begin with 'kind:' and one of {string.Join(", ", Kinds)}.");
            return null;
        }

        var reader = new MappingReader(context, root, string.Empty);
        if (!reader.Has("kind"))
        {
            reader.Missing("kind", $"Add 'kind:' with one of {string.Join(", ", Kinds)}.");
            return null;
        }

        var kind = reader.Text("kind")?.Value;
        return kind switch
        {
            null => null,
            ContractKind => Keep(ContractBinder.Bind(context), context),
            _ when Binders.TryGetValue(kind, out var bind) => Keep(BindAll(reader, bind), context),
            _ => RefuseKind(reader, kind),
        };
    }

    private static Draft BindAll(MappingReader reader, Func<MappingReader, Draft> bind)
    {
        var draft = bind(reader);
        reader.Close();
        return draft;
    }

    private static Draft? Keep(Draft draft, BindingContext context)
        => draft.Id.Name.Length == 0 ? null : draft with { IsBroken = context.Findings.HasErrors };

    private static Draft? RefuseKind(MappingReader reader, string kind)
    {
        var fix = kind == nameof(DefinitionKind.Contract) ? Fix.Write(ContractKind, "kind") : NearName.Suggest(kind, Kinds);
        reader.Error("kind", DefinitionRules.UnknownKind, $"The kind '{kind}' is not known.", fix);
        return null;
    }
}
