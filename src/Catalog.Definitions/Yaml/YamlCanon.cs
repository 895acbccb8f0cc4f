using System.Text.Encodings.Web;
using System.Text.Json;

namespace Catalog.Definitions.Yaml;

/// <summary>Writes what a node means as JSON, without order of keys, comments, quotes and layout: equal texts mean equal content.</summary>
internal static class YamlCanon
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(YamlNode node) => node.Content switch
    {
        YamlScalar { Kind: YamlScalarKind.Null } => "null",
        YamlScalar { Kind: YamlScalarKind.String } scalar => Quote(scalar.Text),
        YamlScalar scalar => scalar.Text.ToLowerInvariant(),
        YamlSequence sequence => $"[{string.Join(", ", sequence.Items.Select(Write))}]",
        YamlMapping mapping => $"{{{string.Join(", ", mapping.Entries.OrderBy(static entry => entry.Key.Text, StringComparer.Ordinal).Select(Write))}}}",
        _ => throw new InvalidOperationException($"A node of type '{node.GetType().Name}' cannot be written."),
    };

    private static string Write(YamlEntry entry) => $"{Quote(entry.Key.Text)}: {Write(entry.Value)}";

    private static string Quote(string text) => JsonSerializer.Serialize(text, Relaxed);
}
