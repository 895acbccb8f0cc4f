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
        var (key, place) = (entry.Key.Text, Property(entry));
        string[] known = [.. KnownKeys(schema, new HashSet<SchemaNode>(ReferenceEqualityComparer.Instance))];

        // One of several shapes is asked for: the key belongs to one that the keys beside it do not make.
        return known.Contains(key, StringComparer.Ordinal)
            ? Unknown($"The key '{key}' does not go with the keys beside it.", "Mend the keys beside it first, or remove it.")
            : Unknown($"The key '{key}' is not part of the standard here.", NearName.Find(key, known) is { } near ? Fix.Rename(near) : "Put it under customProperties.");

        SchemaViolation Unknown(string message, Fix? fix) => new(DefinitionRules.UnknownKey, message, entry.Key, place.Path, fix);
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
