using Catalog.Core.Errors;

namespace Catalog.Definitions.Yaml;

/// <summary>One document of a file.</summary>
/// <param name="File">Path of the file as the caller gave it.</param>
/// <param name="Text">The document's own text, without the markers that part it from its neighbours.</param>
/// <param name="Root">Its content; null when it could not be read (the findings say why).</param>
internal sealed record YamlDocument(string File, string Text, YamlNode? Root)
{
    public SourceLocation Locate(YamlNode node, string path) => new(File, node.Span.Line, node.Span.Column, path);
}
