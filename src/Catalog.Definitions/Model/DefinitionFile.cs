namespace Catalog.Definitions.Model;

/// <summary>A file of definitions as the caller hands it in.</summary>
/// <param name="Path">Path relative to the applied folder, with <c>/</c>; shown in findings and kept with each definition.</param>
/// <param name="Text">Its text: one or more YAML documents.</param>
public sealed record DefinitionFile(string Path, string Text);
