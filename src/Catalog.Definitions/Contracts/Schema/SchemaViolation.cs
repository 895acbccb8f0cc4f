using Catalog.Core.Errors;
using Catalog.Definitions.Yaml;

namespace Catalog.Definitions.Contracts.Schema;

/// <summary>One place where a document does not keep the schema.</summary>
/// <param name="Rule">Name of the finding.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Node">Where.</param>
/// <param name="Path">Path of the place.</param>
/// <param name="Fix">What would be right; null when there is no single answer.</param>
internal sealed record SchemaViolation(string Rule, string Message, YamlNode Node, string Path, Fix? Fix);
