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
        foreach (var document in files.SelectMany(static file => DocumentBinder.BindFile(file.Path, file.Text)))
        {
            findings.AddRange(document.Findings);
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
