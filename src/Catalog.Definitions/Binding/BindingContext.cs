using Catalog.Core.Errors;
using Catalog.Definitions.Yaml;

namespace Catalog.Definitions.Binding;

/// <summary>What the binders of one document share.</summary>
/// <param name="Document">The document.</param>
/// <param name="Findings">Where they report.</param>
internal sealed record BindingContext(YamlDocument Document, FindingList Findings)
{
    /// <summary>Hears of every key that a binder asks for: the path of its mapping, with <c>[]</c> for any item, and the key. Null: nobody listens.</summary>
    public Action<string, string>? KeyAsked { get; init; }

    public void Error(string rule, string message, YamlNode node, string path, Fix? fix = null)
        => Findings.Error(rule, message, Document.Locate(node, path), fix);

    public void Error(string rule, string message, SourceLocation location, Fix? fix = null)
        => Findings.Error(rule, message, location, fix);
}
