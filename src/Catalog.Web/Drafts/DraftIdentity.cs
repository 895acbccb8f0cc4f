using Catalog.Core.Errors;
using Catalog.Core.Model;
using Catalog.Definitions.Editing;
using Catalog.Definitions.Model;
using Catalog.Web.Queries;

namespace Catalog.Web.Drafts;

/// <summary>What a draft defines, and as which file it is applied.</summary>
internal static class DraftIdentity
{
    private const string DuplicateName = "duplicate-name";

    /// <summary>Kind and name that the document states; null while it does not.</summary>
    public static DefinitionId? Of(YamlOutline? outline)
    {
        var kind = DefinitionKinds.FromDocument(outline?.Text("kind"));
        var name = outline?.Text("name") ?? (kind == DefinitionKind.Contract ? outline?.Text("id") : null);
        return kind is { } known && name is not null ? new DefinitionId(known, name) : null;
    }

    /// <summary>That the name belongs to another definition, which applying would overwrite; null when it does not.</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="own">The definition being changed; null for a new one.</param>
    /// <param name="catalogue">The definitions in force.</param>
    public static Finding? FindTaken(DefinitionDraft draft, DefinitionId? own, DefinitionSet catalogue)
    {
        if (Of(draft.Outline) is not { } id || id == own || catalogue.Find(id) is not { } other)
        {
            return null;
        }

        var where = other.Domain is { } domain && id.Kind != DefinitionKind.Domain ? $", in '{domain}'" : string.Empty;
        return new Finding(
            FindingSeverity.Error, DuplicateName, $"There is a {DefinitionKinds.Of(id.Kind).Label} '{id.Name}' already{where}.",
            new SourceLocation(DraftFindings.OwnFile, draft.Outline?.Lines("name")?.First ?? 1, 1, "name"), "Take another name, or change that one.");
    }

    /// <summary>That a change of one definition would add another one, since kind or name are no longer its own; null when they are.</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="own">The definition being changed; null for a new one.</param>
    public static Finding? FindMoved(DefinitionDraft draft, DefinitionId? own)
    {
        if (own is not { } definition || draft.Outline is not { } outline || Of(outline) is not { } written || written == definition)
        {
            return null;
        }

        var kind = DefinitionKinds.Of(definition.Kind);
        var isKind = written.Kind != definition.Kind;
        var path = isKind ? "kind" : outline.Has("name") ? "name" : "id";
        return new Finding(
            FindingSeverity.Error, DraftRules.AnotherName, $"This changes the {kind.Label} '{definition.Name}', which would stay as it is beside what is written here: others refer to it by that name.",
            new SourceLocation(DraftFindings.OwnFile, outline.Lines(path)?.First ?? 1, 1, path),
            isKind ? "Leave the kind as it was, or register another definition." : Fix.Write(definition.Name, path));
    }

    /// <summary>Path of the file of a new definition, as the samples lay them out.</summary>
    public static string FileOf(DefinitionDraft draft)
    {
        var kind = DefinitionKinds.Of(draft.Kind);
        var name = Of(draft.Outline)?.Name ?? "new";
        var file = draft.Kind == DefinitionKind.Contract ? $"{name}.odcs.yaml" : $"{name}.yaml";
        return draft.Outline?.Text("domain") is { } domain ? $"{domain}/{kind.Folder}/{file}" : $"{kind.Folder}/{file}";
    }
}
