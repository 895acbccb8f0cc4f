namespace Catalog.Definitions.Yaml;

/// <summary>Where a node stands in the text of its document.</summary>
/// <param name="Start">Offset of the first character.</param>
/// <param name="End">Offset after the last character.</param>
/// <param name="Line">Line of the first character in the file, from 1.</param>
/// <param name="Column">Column of the first character, from 1.</param>
internal readonly record struct YamlSpan(int Start, int End, int Line, int Column);
