using Catalog.Core.Errors;
using Catalog.Core.Model;
using Catalog.Definitions.Binding;
using Catalog.Definitions.Model;

namespace Catalog.Definitions.Planning;

/// <summary>The documents of the files, each definition once.</summary>
internal sealed class IncomingFiles
{
    private readonly Dictionary<DefinitionId, BoundDocument> _documents = [];

    private IncomingFiles()
    {
    }

    /// <summary>The documents by what they define.</summary>
    public IReadOnlyDictionary<DefinitionId, BoundDocument> Documents => _documents;

    /// <summary>Reads the files; whatever is wrong goes to <paramref name="findings"/>.</summary>
    public static IncomingFiles Read(IReadOnlyList<DefinitionFile> files, FindingList findings)
    {
        var incoming = new IncomingFiles();
        var documents = files.SelectMany(static file => DocumentBinder.BindFile(file.Path, file.Text)).ToList();

        // One file without a definition among others may be on purpose; nothing else at all is a slip.
        var isNothing = documents.TrueForAll(static document => document.Draft is null && document.Findings.All(static finding => finding.Rule == DefinitionRules.NoDefinitions));
        foreach (var document in documents)
        {
            findings.AddRange(isNothing ? document.Findings.Select(static finding => finding with { Severity = FindingSeverity.Error }) : document.Findings);
            incoming.Add(document, findings);
        }

        return incoming;
    }

    private void Add(BoundDocument document, FindingList findings)
    {
        if (document.Draft is not { } draft || _documents.TryAdd(draft.Id, document))
        {
            return;
        }

        var first = _documents[draft.Id].Draft!.Location; // Only documents with a draft are kept.
        findings.Error(
            DefinitionRules.DuplicateName, $"The {Linking.LinkContext.Words(draft.Id.Kind)} '{draft.Id.Name}' is defined twice; first in '{first.File}', line {first.Line}.",
            draft.Location, "Remove one, or give it another name.");
    }
}
