using YamlDotNet.Core;

namespace Catalog.Definitions.Yaml;

/// <summary>Ends the reading of a document that nests deeper than <see cref="YamlLimits.MaxDepth"/>.</summary>
internal sealed class YamlDepthException(in Mark start, in Mark end) : YamlException(start, end, "too deep");
