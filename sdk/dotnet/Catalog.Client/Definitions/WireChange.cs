namespace Catalog.Client;

/// <summary>Definitions to plan or apply.</summary>
internal sealed record WireChange(IReadOnlyList<WireFile> Files, bool Prune, string? Author, string? Message, long? ExpectedRevision);

/// <summary>A file of definitions.</summary>
internal sealed record WireFile(string Path, string Text);
