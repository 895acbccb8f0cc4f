namespace Catalog.Definitions.Yaml;

/// <summary>The text of one document with its place in the file.</summary>
/// <param name="Text">Text between two markers.</param>
/// <param name="LinesBefore">Lines of the file before it.</param>
internal readonly record struct YamlChunk(string Text, int LinesBefore);
