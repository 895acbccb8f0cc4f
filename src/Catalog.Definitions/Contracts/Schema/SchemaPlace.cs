using Catalog.Core.Errors;
using Catalog.Definitions.Binding;
using Catalog.Definitions.Yaml;

namespace Catalog.Definitions.Contracts.Schema;

/// <summary>A node with its path, and the wording of what is wrong with it.</summary>
internal readonly record struct SchemaPlace(YamlNode Node, string Path)
{
    /// <summary>The node in words.</summary>
    public string Words => Path.Length == 0 ? "The document" : $"'{Path}'";

    public SchemaPlace Property(YamlEntry entry) => new(entry.Value.Content, Path.Length == 0 ? entry.Key.Text : $"{Path}.{entry.Key.Text}");

    public SchemaPlace Item(YamlNode item, int index) => new(item.Content, $"{Path}[{index}]");

    public SchemaViolation Violation(string rule, string message, Fix? fix = null) => new(rule, message, Node, Path, fix);

    public SchemaViolation UnknownKey(YamlEntry entry, SchemaNode schema)
    {
        var place = Property(entry);
        return new SchemaViolation(
            DefinitionRules.UnknownKey, $"The key '{entry.Key.Text}' is not part of the standard here.", entry.Key, place.Path,
            NearName.Find(entry.Key.Text, KnownKeys(schema, new HashSet<SchemaNode>(ReferenceEqualityComparer.Instance))) is { } near ? Fix.Rename(near) : "Put it under customProperties.");
    }

    private static IEnumerable<string> KnownKeys(SchemaNode schema, HashSet<SchemaNode> seen)
    {
        if (!seen.Add(schema))
        {
            return [];
        }

        SchemaNode?[] parts = [.. schema.AllOf, .. schema.AnyOf, .. schema.OneOf, schema.Then, schema.Reference?.Invoke()];
        return schema.Properties.Keys.Concat(parts.SelectMany(part => part is null ? [] : KnownKeys(part, seen)));
    }
}
